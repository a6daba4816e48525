package tocsin.api;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tocsin.analytics.Period;
import tocsin.analytics.RecordReader;
import tocsin.analytics.Scorecard;
import tocsin.analytics.ScorecardCsv;
import tocsin.analytics.ScorecardJson;
import tocsin.analytics.Scorecards;
import tocsin.rules.directory.Agency;
import tocsin.wire.PackLibrary;

/// Scorecards by HTTP, made when they are asked for of all that is recorded.
final class ScorecardsOut {
    private static final Set<String> FORMATS = Set.of("json", "csv");

    private final RecordReader records;
    private final PackLibrary packs;
    /// One at a time: each reads whole topics, and alerting comes first.
    private final Semaphore one = new Semaphore(1);

    ScorecardsOut(RecordReader records, PackLibrary packs) {
        this.records = records;
        this.packs = packs;
    }

    /// The scorecards of a month or of any period; of all agencies, or of one. An agency sees its own.
    void show(Context request, Caller caller) {
        Queries.onlyParameters(request, "month", "from", "to", "agency", "format");
        String format = Optional.ofNullable(request.queryParam("format")).orElse("json");
        if (!FORMATS.contains(format)) {
            throw invalid("format must be json or csv");
        }
        Period period = period(request);
        String agency = request.queryParam("agency");
        if (agency != null && !maySee(caller, agency)) {
            throw caller.role().maySeeEverything()
                    ? caller.outside("the scorecard is that of " + agency)
                    : new ApiException(403, "not allowed", "an agency sees its own scorecard");
        }
        if (!one.tryAcquire()) {
            throw new ApiException(429, "too busy", "scorecards are being made for somebody else; ask again after"
                    + " Retry-After");
        }
        try {
            List<Scorecard> cards = Scorecards.of(records.read(), period).stream()
                    .filter(card -> maySee(caller, card.agencyId()))
                    .filter(card -> agency == null || agency.equals(card.agencyId())).toList();
            if (format.equals("csv")) {
                request.contentType("text/csv; charset=utf-8").result(ScorecardCsv.of(cards, period, this::name));
            } else {
                request.contentType("application/json")
                        .result(ScorecardJson.of(cards, period, this::name).toString());
            }
        } catch (KafkaException e) {
            throw new ApiException(503, "the records are away", "they could not be read: " + e.getMessage());
        } finally {
            one.release();
        }
    }

    /// An agency sees its own card, and who sees every agency's records those of the agencies and areas he is bound to.
    private boolean maySee(Caller caller, String agencyId) {
        Agency agency = packs.activeDirectory().agencies().get(agencyId);
        return caller.maySee(agencyId) && (!caller.role().maySeeEverything()
                || caller.bounds().holdsArea(agency == null ? null : agency.area()));
    }

    private String name(String agencyId) {
        Agency agency = packs.activeDirectory().agencies().get(agencyId);
        return agency == null ? agencyId : agency.name().zh();
    }

    private Period period(Context request) {
        String month = request.queryParam("month");
        String from = request.queryParam("from");
        String to = request.queryParam("to");
        if (month == null ? from == null || to == null : from != null || to != null) {
            throw invalid("name a month, such as month=2026-03, or from and to");
        }
        try {
            return month != null ? Period.month(month, packs.activePack().zone()) : new Period(time(from), time(to));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Instant time(@Nullable String text) {
        try {
            return Queries.instant(String.valueOf(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time with offset such as"
                    + " 2026-03-01T00:00:00+08:00 (in an address the plus sign must be escaped)", e);
        }
    }

    private static ApiException invalid(String detail) {
        return new ApiException(400, "invalid parameter", detail);
    }
}
