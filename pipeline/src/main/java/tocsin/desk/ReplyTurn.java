package tocsin.desk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.answers.Asked;
import tocsin.answers.Intent;
import tocsin.answers.Manner;
import tocsin.answers.Resolution;
import tocsin.escalation.Signal;
import tocsin.fanout.AnswerFanout;
import tocsin.internal.v1.AuthenticatedReply;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.SpecialReportState;
import tocsin.model.Sha256;
import tocsin.rules.AnswerWords;
import tocsin.rules.directory.Official;
import tocsin.v1.Incident;
import tocsin.v1.TimelineKind;

/// An SMS from a known telephone, at the desk: an acknowledgement, the receipt of a special report, a question, or a text
/// to be kept (批示).
final class ReplyTurn {
    private final DeskTurn turn;
    private final Reply reply;
    private final OpenAsks asks;
    private final Resolution.Others others;

    ReplyTurn(DeskTurn turn, AuthenticatedReply authenticated) {
        this.turn = turn;
        this.reply = authenticated.getReply();
        this.asks = OpenAsks.of(turn, reply);
        this.others = new Resolution.Others(reply.getElsewhere(), asks.isFirstDesk());
    }

    void take() {
        String key = "reply/" + reply.getReplyId();
        if (turn.stores.seenCommand(turn.desk, key).isPresent()) {
            return;
        }
        turn.stores.putSeenCommand(turn.desk, key, new SeenReport(Sha256.of(reply.getText()), null));
        Intent intent = Intent.of(reply.getText());
        if (receipt(intent)) {
            return;
        }
        switch (Resolution.of(standing(intent), asks.told(), others)) {
            case Resolution.Acknowledge(List<String> incidentIds) -> acknowledge(incidentIds);
            case Resolution.Which(List<String> ids) -> which(ids);
            case Resolution.NothingOpen() -> answer(AnswerWords.NOTHING_OPEN, List.of(), waiting());
            case Resolution.Help(List<String> ids) -> answer(AnswerWords.HELP, List.of(), waiting());
            case Resolution.Keep(List<String> ids, Manner manner, String text) -> keep(ids, manner, text);
            case Resolution.OptOut() -> optOut();
            case Resolution.OptIn() -> optIn();
            case Resolution.Elsewhere() -> {
            }
        }
    }

    private Intent standing(Intent intent) {
        return switch (intent) {
            case Intent.Acknowledge(List<String> codes) -> new Intent.Acknowledge(asks.standing(codes, turn));
            case Intent.Words(Manner manner, List<String> codes, String text) ->
                new Intent.Words(manner, asks.standing(codes, turn), text);
            case Intent.Ask ask -> ask;
            case Intent.Stop stop -> stop;
            case Intent.Start start -> start;
        };
    }

    /// Whether this answer is the receipt of a special report, and no acknowledgement. A receipt taken for an
    /// acknowledgement would stop an escalation nobody has answered; the other way round he only answers once more.
    /// A text for the desk shows as well that the report has come, where it can be about nothing else.
    private boolean receipt(Intent intent) {
        return switch (intent) {
            case Intent.Acknowledge(List<String> codes) -> acknowledgesReceipt(codes);
            case Intent.Words(Manner manner, List<String> codes, String text) -> {
                List<Awaited> meant = awaited(codes);
                boolean machine = manner == Manner.AUTOMATIC || manner == Manner.QUOTE;
                yield !machine && meant.size() == 1 && (!codes.isEmpty() || isOnly(meant.getFirst()))
                        && received(meant.getFirst()).map(file -> {
                            keep(List.of(file.getIncident().getIncidentId()), manner, text);
                            return true;
                        }).orElse(false);
            }
            case Intent.Ask ask -> false;
            case Intent.Stop stop -> false;
            case Intent.Start start -> false;
        };
    }

    private boolean acknowledgesReceipt(List<String> codes) {
        List<Awaited> meant = awaited(codes);
        boolean unclear = meant.size() > 1 || !meant.isEmpty() && (codes.size() > 1
                || codes.isEmpty() && !others.waiting().isEmpty());
        if (unclear) {
            which(meant.stream().map(awaited -> awaited.report().incidentId()).distinct().toList());
        }
        return unclear || meant.size() == 1 && received(meant.getFirst()).map(file -> {
            answer(AnswerWords.ACKNOWLEDGED, List.of(file.getIncident()), waiting());
            return true;
        }).orElse(false);
    }

    /// A special report whose receipt one of those who share the telephone owes.
    private record Awaited(String official, TellIndex.Upward report) {}

    /// The special reports this answer can be the receipt of.
    private List<Awaited> awaited(List<String> codes) {
        return people().stream()
                .flatMap(
                        person -> turn.tells().upwardOf(person, turn.now).stream().map(one -> new Awaited(person, one)))
                .filter(one -> !one.report().at().isAfter(reply.getAt().plus(OpenAsks.WHOLE_SECONDS)))
                .filter(one -> codes.isEmpty()
                        || codes.stream().anyMatch(code -> Resolution.isMeant(code, one.report().incidentId())))
                .toList();
    }

    /// Whether nothing but this report can be what a text without a number is about.
    private boolean isOnly(Awaited awaited) {
        return others.waiting().isEmpty() && asks.waiting().stream().map(Asked::incidentId)
                .allMatch(awaited.report().incidentId()::equals);
    }

    private Optional<IncidentFile> received(Awaited awaited) {
        TellIndex.Upward report = awaited.report();
        return turn.stores.incident(report.incidentId()).filter(file -> SpecialReports.find(file, report.number())
                .filter(kept -> kept.getState() == SpecialReportState.SENT)
                .map(kept -> {
                    new SpecialReports(turn, awaited.official(),
                            Map.of("channel", reply.getChannel(), "replyId", reply.getReplyId()))
                            .received(file, kept, awaited.official());
                    return kept;
                }).isPresent());
    }

    /// Those who may have written it: all who share the telephone, and whom it belonged to when it was sent.
    private Set<String> people() {
        Set<String> people = new LinkedHashSet<>(asks.people().stream().map(Official::id).toList());
        people.add(reply.getOfficial());
        return people;
    }

    private AnswerFanout.Waiting waiting() {
        return asks.waitingBeside(List.of(), turn.stores);
    }

    private void acknowledge(List<String> incidentIds) {
        List<Incident> acknowledged = new ArrayList<>();
        for (String incidentId : incidentIds) {
            turn.stores.incident(incidentId).ifPresent(file -> {
                String person = asks.personOf(incidentId, reply);
                event(TimelineKind.ACKNOWLEDGED, incidentId, "acknowledged");
                IncidentFile acted = Acts.with(file, TimelineKind.ACKNOWLEDGED, person, null, turn.now);
                new Paging(turn).signal(file, acted, new Signal.Acknowledged(person));
                acknowledged.add(file.getIncident());
            });
        }
        answer(AnswerWords.ACKNOWLEDGED, acknowledged, asks.waitingBeside(incidentIds, turn.stores));
    }

    private void which(List<String> ids) {
        event(TimelineKind.ANSWERED, null, "did not say which incident: " + reply.getText());
        askBack(AnswerWords.WHICH, List.of(), asks.told(ids, turn.stores));
    }

    /// Keeps a text with these incidents, or with none, and acknowledges nothing.
    private void keep(List<String> incidentIds, Manner manner, String text) {
        boolean order = manner == Manner.INSTRUCTION || manner == Manner.WISH;
        TimelineKind kind = order ? TimelineKind.INSTRUCTED : TimelineKind.ANSWERED;
        String what = order ? "instructed (批示): " + text : "did not acknowledge (" + manner + "): " + text;
        if (incidentIds.isEmpty()) {
            event(kind, null, what);
        }
        List<Incident> about = new ArrayList<>();
        for (String incidentId : incidentIds) {
            event(kind, incidentId, what);
            turn.stores.incident(incidentId).ifPresent(file -> {
                if (order) {
                    turn.keep(file, Acts.with(file, kind, asks.personOf(incidentId, reply), text, turn.now));
                }
                about.add(file.getIncident());
            });
        }
        if (manner != Manner.AUTOMATIC) {
            askBack(kept(incidentIds, manner), about, waiting());
        }
    }

    private AnswerWords kept(List<String> incidentIds, Manner manner) {
        if (manner == Manner.WISH) {
            return AnswerWords.NOT_BY_SMS;
        }
        if (incidentIds.isEmpty()) {
            return asks.told().isEmpty() ? AnswerWords.NOTHING_OPEN : AnswerWords.UNFILED;
        }
        boolean waits = asks.waiting().stream().map(Asked::incidentId).anyMatch(incidentIds::contains);
        return waits ? AnswerWords.NOT_ACKNOWLEDGED : AnswerWords.NOTED;
    }

    private void optOut() {
        event(TimelineKind.ANSWERED, null, "wants no more SMS");
        people().forEach(person -> OptOut.note(turn, person));
    }

    private void optIn() {
        people().forEach(turn.tells()::optIn);
        event(TimelineKind.ANSWERED, null, "takes SMS again");
    }

    /// Answers a text that did not acknowledge, and says how to: while something of grade I or II waits, so often an hour at
    /// most.
    private void askBack(AnswerWords words, List<Incident> about, AnswerFanout.Waiting open) {
        if (asks.isGraveWaiting() && !turn.tells().takeAskBack(telephone(), turn.now)) {
            silent(about, "asked back often enough within the hour");
            return;
        }
        answer(words, about, open);
    }

    /// Nobody who wants no SMS gets one, and nobody gets many.
    private void answer(AnswerWords words, List<Incident> about, AnswerFanout.Waiting open) {
        String person = about.isEmpty()
                ? reply.getOfficial()
                : asks.personOf(about.getFirst().getIncidentId(), reply);
        Official official = turn.directory.officials().get(person);
        if (official == null || turn.tells().hasOptedOut(official.id())) {
            return;
        }
        if (!turn.tells().takeAnswer(telephone(), turn.now)) {
            silent(about, "too many answers lately");
            return;
        }
        new AnswerFanout(turn.pack, turn.directory, turn.now)
                .answer(words, official, reply.getReplyId(), about, open).ifPresent(turn::put);
    }

    private void silent(List<Incident> about, String why) {
        event(TimelineKind.ANSWERED, about.isEmpty() ? null : about.getFirst().getIncidentId(),
                "got no answer: " + why);
    }

    /// What answers are counted by: one telephone is one, whoever shares it.
    private String telephone() {
        return people().iterator().next();
    }

    private void event(TimelineKind kind, @Nullable String incidentId, String what) {
        turn.event(kind, incidentId,
                incidentId == null ? reply.getOfficial() : asks.personOf(incidentId, reply), null, what,
                Map.of("channel", reply.getChannel(), "replyId", reply.getReplyId()));
    }
}
