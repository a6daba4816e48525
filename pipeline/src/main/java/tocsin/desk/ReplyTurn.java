package tocsin.desk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.answers.Asked;
import tocsin.answers.Intent;
import tocsin.answers.Resolution;
import tocsin.escalation.Signal;
import tocsin.fanout.AnswerFanout;
import tocsin.internal.v1.AuthenticatedReply;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.SpecialReportState;
import tocsin.model.IncidentName;
import tocsin.model.Sha256;
import tocsin.rules.AnswerWords;
import tocsin.rules.directory.Official;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.TimelineKind;

/// An SMS from a known official, at the desk: an acknowledgement, the receipt of a special report, a question, or words
/// to be kept (批示).
final class ReplyTurn {
    /// Providers tell times in whole seconds. An answer older than an incident is no answer to it.
    private static final Duration WHOLE_SECONDS = Duration.ofSeconds(1);

    private final DeskTurn turn;
    private final Reply reply;

    ReplyTurn(DeskTurn turn, AuthenticatedReply authenticated) {
        this.turn = turn;
        this.reply = authenticated.getReply();
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
        List<IncidentFile> told = told();
        List<Asked> asked = told.stream().map(ReplyTurn::asked).toList();
        switch (Resolution.of(intent, asked)) {
            case Resolution.Acknowledge(String incidentId) -> acknowledge(incidentId);
            case Resolution.Which(List<String> ids) -> answer(AnswerWords.WHICH, Optional.empty(), incidents(ids));
            case Resolution.NothingOpen() -> answer(AnswerWords.NOTHING_OPEN, Optional.empty(), List.of());
            case Resolution.Help(List<String> ids) -> answer(AnswerWords.HELP, Optional.empty(), incidents(ids));
            case Resolution.Instruct(Optional<String> incidentId, String words) -> instruct(incidentId, words);
            case Resolution.OptOut() -> optOut();
            case Resolution.OptIn() -> optIn();
        }
    }

    /// Whether this answer is the receipt of a special report, and no acknowledgement. A receipt taken for an
    /// acknowledgement would stop an escalation nobody has answered; the other way round he only answers once more.
    /// Words for the desk show as well that the report has come.
    private boolean receipt(Intent intent) {
        return switch (intent) {
            case Intent.Acknowledge(Optional<String> code) -> {
                List<TellIndex.Upward> meant = awaited(code);
                if (meant.size() > 1) {
                    answer(AnswerWords.WHICH, Optional.empty(),
                            incidents(meant.stream().map(TellIndex.Upward::incidentId).toList()));
                }
                yield meant.size() > 1 || meant.size() == 1 && received(meant.getFirst()).map(file -> {
                    answer(AnswerWords.ACKNOWLEDGED, Optional.of(file.getIncident()), List.of());
                    return true;
                }).orElse(false);
            }
            case Intent.Words(Optional<String> code, String words) -> {
                List<TellIndex.Upward> meant = awaited(code);
                yield meant.size() == 1 && received(meant.getFirst()).map(file -> {
                    instruct(Optional.of(file.getIncident().getIncidentId()), words);
                    return true;
                }).orElse(false);
            }
            case Intent.Ask ask -> false;
            case Intent.Stop stop -> false;
            case Intent.Start start -> false;
        };
    }

    /// The special reports this answer can be the receipt of.
    private List<TellIndex.Upward> awaited(Optional<String> code) {
        return turn.tells().upwardOf(reply.getOfficial(), turn.now).stream()
                .filter(awaited -> !awaited.at().isAfter(reply.getAt().plus(WHOLE_SECONDS)))
                .filter(awaited -> code.filter(given -> !IncidentName.isMeant(given, awaited.incidentId())).isEmpty())
                .toList();
    }

    private Optional<IncidentFile> received(TellIndex.Upward awaited) {
        return turn.stores.incident(awaited.incidentId()).filter(file -> SpecialReports.find(file, awaited.number())
                .filter(kept -> kept.getState() == SpecialReportState.SENT)
                .map(kept -> {
                    new SpecialReports(turn, reply.getOfficial(),
                            Map.of("channel", reply.getChannel(), "replyId", reply.getReplyId()))
                            .received(file, kept, reply.getOfficial());
                    return kept;
                }).isPresent());
    }

    private List<IncidentFile> told() {
        return turn.tells().toldOf(reply.getOfficial()).stream().flatMap(id -> turn.stores.incident(id).stream())
                .filter(file -> file.getIncident().getState() != IncidentState.CLOSED)
                .filter(file -> !file.getIncident().getOpenedAt().isAfter(reply.getAt().plus(WHOLE_SECONDS))).toList();
    }

    private static Asked asked(IncidentFile file) {
        boolean waits = switch (file.getEscalation().getPhase()) {
            case WAITING, EXHAUSTED -> true;
            case QUIET, ACKNOWLEDGED, CLOSED, UNKNOWN -> false;
        };
        return new Asked(file.getIncident().getIncidentId(), waits, file.getIncident().getOpenedAt());
    }

    private List<Incident> incidents(List<String> ids) {
        return ids.stream().flatMap(id -> turn.stores.incident(id).stream()).map(IncidentFile::getIncident).toList();
    }

    private void acknowledge(String incidentId) {
        turn.stores.incident(incidentId).ifPresent(file -> {
            event(TimelineKind.ACKNOWLEDGED, incidentId, "acknowledged");
            IncidentFile acted = Acts.with(file, TimelineKind.ACKNOWLEDGED, reply.getOfficial(), null, turn.now);
            new Paging(turn).signal(file, acted, new Signal.Acknowledged(reply.getOfficial()));
            answer(AnswerWords.ACKNOWLEDGED, Optional.of(file.getIncident()), List.of());
        });
    }

    private void instruct(Optional<String> incidentId, String words) {
        event(TimelineKind.INSTRUCTED, incidentId.orElse(null), "instructed (批示): " + words);
        Optional<IncidentFile> file = incidentId.flatMap(turn.stores::incident);
        file.ifPresent(known -> turn.keep(known,
                Acts.with(known, TimelineKind.INSTRUCTED, reply.getOfficial(), words, turn.now)));
        Optional<Incident> about = file.map(IncidentFile::getIncident);
        answer(about.isPresent() ? AnswerWords.NOTED : AnswerWords.NOTHING_OPEN, about, List.of());
    }

    private void optOut() {
        event(TimelineKind.ANSWERED, null, "wants no more SMS");
        OptOut.note(turn, reply.getOfficial());
    }

    private void optIn() {
        turn.tells().optIn(reply.getOfficial());
        event(TimelineKind.ANSWERED, null, "takes SMS again");
    }

    /// Nobody who wants no SMS gets one, and nobody gets many.
    private void answer(AnswerWords words, Optional<Incident> about, List<Incident> open) {
        Official official = turn.directory.officials().get(reply.getOfficial());
        if (official == null || turn.tells().hasOptedOut(official.id())) {
            return;
        }
        if (!turn.tells().takeAnswer(official.id(), turn.now)) {
            event(TimelineKind.ANSWERED, about.map(Incident::getIncidentId).orElse(null),
                    "got no answer: too many answers lately");
            return;
        }
        new AnswerFanout(turn.pack, turn.directory, turn.now)
                .answer(words, official, reply.getReplyId(), about, open).ifPresent(turn::put);
    }

    private void event(TimelineKind kind, @org.jspecify.annotations.Nullable String incidentId, String what) {
        turn.event(kind, incidentId, reply.getOfficial(), null, what,
                Map.of("channel", reply.getChannel(), "replyId", reply.getReplyId()));
    }
}
