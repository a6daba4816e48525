package tocsin.receipts;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.Letter;
import tocsin.model.ReportKinds;
import tocsin.model.Sha256;
import tocsin.model.Spans;
import tocsin.rules.Pack;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.DueTime;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Refusal;
import tocsin.v1.Rejected;
import tocsin.v1.ReportReceipt;
import tocsin.v1.Status;
import tocsin.v1.Verdict;
import tocsin.v1.Via;
import tocsin.wire.RecordJson;

/// Writes what agencies are told about what they sent.
///
/// @param pack the pack in force
/// @param directory the directory in force
/// @param now when it is written
record Letters(Pack pack, Directory directory, Instant now) {
    /// How a report comes to which no machine listens for an answer.
    private static final Set<Via> BY_PEOPLE = Set.of(Via.PHONE, Via.FAX, Via.SMS);
    /// Due times told in an SMS; a mail tells all.
    private static final int TOLD = 2;

    /// The receipt of a report that came by telephone, fax or SMS, by the same means or the nearest; empty where it came
    /// otherwise, where this official cannot be reached, or where the pack has no words for it.
    Optional<Notification> receipt(Verdict verdict, ReportReceipt receipt, Official official) {
        if (verdict.getVia() == null || !BY_PEOPLE.contains(verdict.getVia())) {
            return Optional.empty();
        }
        Status status = verdict.getStatus() == null ? Status.ACTUAL : verdict.getStatus();
        String language = official.language();
        Map<String, String> words = Letter.words(DeskSignature.of(verdict.getDesk(), pack, directory), official,
                status);
        words.put("report", receipt.getReportId());
        words.put("time", Spans.at(receipt.getArrivedAt(), pack.zone()).in(language));
        words.put("incident", receipt.getIncidentId() == null ? "–" : receipt.getIncidentId());
        words.put("signed", receipt.getSigned());
        Map<String, String> brief = new HashMap<>(words);
        words.put("due", due(receipt.getDue(), language, "\n"));
        brief.put("due", due(verdict.getAwaited().stream().limit(TOLD).toList(), language,
                language.startsWith("zh") ? "；" : "; "));
        brief.remove("signed");
        String id = Sha256.of("receipt", receipt.getAgencyId(), receipt.getReportId(), official.id());
        return new Letter(NotifyReason.RECEIPT, id, status, words, brief).to(official,
                List.of(ChannelKind.SMS, ChannelKind.EMAIL), pack, now);
    }

    private String due(List<DueTime> due, String language, String between) {
        return due.stream()
                .map(one -> one.getRule() + " " + ReportKinds.words(one.getWhat()).in(language) + " "
                        + Spans.at(one.getDueAt(), pack.zone()).in(language))
                .collect(Collectors.joining(between));
    }

    /// The letter about a record that was refused; empty where this official cannot be reached, or where the pack has no
    /// words for it.
    ///
    /// @param agency who sent the record; the desk of its area signs, for intake refused it before any desk read it
    Optional<Notification> refusal(Rejected refused, Agency agency, Official official) {
        String language = official.language();
        Map<String, String> words = Letter.words(
                DeskSignature.of(directory.deskFor(agency.area()), pack, directory), official, Status.ACTUAL);
        words.put("report", name(refused));
        words.put("record", refused.getPartition() < 0
                ? refused.getSourceTopic()
                : refused.getSourceTopic() + " " + refused.getPartition() + "@" + refused.getOffset());
        words.put("time", Spans.at(refused.getAt(), pack.zone()).in(language));
        Map<String, String> brief = new HashMap<>(words);
        words.put("why", refused.getReasons().stream().map(Letters::why).collect(Collectors.joining("\n")));
        brief.put("why", refused.getReasons().stream().limit(1).map(Letters::why).collect(Collectors.joining()));
        String id = Sha256.of("refused", refused.getSourceTopic(), Integer.toString(refused.getPartition()),
                Long.toString(refused.getOffset()), refused.getSha256(), refused.getAt().toString(), official.id());
        return new Letter(NotifyReason.REFUSED, id, Status.ACTUAL, words, brief).to(official,
                List.of(ChannelKind.EMAIL, ChannelKind.SMS), pack, now);
    }

    private static String why(Refusal refusal) {
        return refusal.getReason() + (refusal.getField() == null ? "" : " " + refusal.getField()) + ": "
                + refusal.getDetail();
    }

    /// The record's own name where it can still be read, else the beginning of its hash.
    private static String name(Rejected refused) {
        String hash = "sha256 " + refused.getSha256().substring(0, Math.min(12, refused.getSha256().length()));
        if (refused.getBytes() == null) {
            return hash;
        }
        byte[] bytes = new byte[refused.getBytes().remaining()];
        refused.getBytes().duplicate().get(bytes);
        try {
            String id = RecordJson.MAPPER.readTree(bytes).path("reportId").asText();
            return id.isEmpty() || id.length() > 100 ? hash : id;
        } catch (JsonProcessingException e) {
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are read", e);
        }
    }
}
