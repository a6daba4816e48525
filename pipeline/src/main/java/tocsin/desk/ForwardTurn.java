package tocsin.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Role;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.upward.Signature;
import tocsin.upward.SpecialReportDraft;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.v1.Command;
import tocsin.v1.TimelineKind;

/// An order to report upward (报送上级): draft a special report, sign it, note its receipt; or, with nothing of these,
/// note that the superior was told by other means.
final class ForwardTurn {
    private static final String DRAFT = "draft";
    private static final String SIGN = "sign";
    private static final String RECEIVED = "received";
    private final DeskTurn turn;
    private final Command command;
    private final Role role;
    private final SpecialReports reports;

    ForwardTurn(DeskTurn turn, Command command, Role role) {
        this.turn = turn;
        this.command = command;
        this.role = role;
        this.reports = new SpecialReports(turn, command.getBy(),
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
    }

    void take(IncidentFile file) {
        Map<String, String> arguments = command.getArguments();
        // Its form was checked before: it names one of these ways, or none.
        if (arguments.containsKey(DRAFT)) {
            draft(file, arguments);
        } else if (arguments.containsKey(SIGN)) {
            sign(file, arguments);
        } else if (arguments.containsKey(RECEIVED)) {
            received(file, arguments);
        } else {
            forwarded(file);
        }
    }

    private void forwarded(IncidentFile file) {
        String note = command.getNote();
        String what = "forwarded to the superior (报送上级)";
        turn.event(TimelineKind.FORWARDED, command.getIncidentId(), command.getBy(), null,
                note == null ? what : what + ": " + note,
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
        turn.keep(file, new DutyTurn(turn).act(
                Acts.with(file, TimelineKind.FORWARDED, command.getBy(), note, turn.now), DeskAct.FORWARD));
    }

    private void draft(IncidentFile file, Map<String, String> arguments) {
        reports.draft(file, new SpecialReportDraft.Wish(command.getBy(), arguments.containsKey("final"),
                Optional.ofNullable(arguments.get("language")), Optional.ofNullable(arguments.get("title")),
                Optional.ofNullable(arguments.get("text"))));
    }

    private void sign(IncidentFile file, Map<String, String> arguments) {
        Optional<SpecialReportFile> draft = numbered(file, SIGN);
        Optional<Integer> revision = number(arguments.get("revision"));
        if (draft.isEmpty()) {
            return;
        }
        if ("sms".equalsIgnoreCase(command.getChannel())) {
            refuse(null, "an SMS may not sign a special report; do it at the desk");
            return;
        }
        switch (draft.get().getState()) {
            case DRAFTED -> {
                Optional<Signature.Objection> objection = Signature.objection(draft.get().getReport(),
                        file.getIncident(), command.getBy(), revision, turn.directory.officials()::containsKey);
                if (objection.isPresent()) {
                    refuse(objection.get().field(), objection.get().detail());
                } else if (SpecialReportDraft.superiors(turn.directory, turn.desk).isEmpty()) {
                    refuse(null, "no official of desk " + turn.desk + " has the role " + SpecialReportDraft.SUPERIOR
                            + ": enter one in the directory; or tell the superior by other means and order FORWARD"
                            + " without arguments");
                } else {
                    reports.send(file, draft.get());
                }
            }
            case SENT, RECEIVED, DROPPED, UNKNOWN -> refuse("arguments.sign", "special report "
                    + draft.get().getReport().getNumber() + " was sent before; draft the next one with draft=true");
        }
    }

    private void received(IncidentFile file, Map<String, String> arguments) {
        Optional<SpecialReportFile> report = numbered(file, RECEIVED);
        String who = arguments.getOrDefault("by", command.getBy());
        if (report.isEmpty()) {
            return;
        }
        boolean asked = SpecialReports.isSuperior(report.get(), command.getBy());
        if (role == Role.OFFICIAL && !asked) {
            refuse("arguments.received", "this special report did not go to " + command.getBy());
            return;
        }
        switch (report.get().getState()) {
            case SENT -> reports.received(file, report.get(), who);
            case RECEIVED -> {
                // The link pressed again, or by the next superior, says nothing new.
                if (role != Role.OFFICIAL) {
                    refuse("arguments.received", "its receipt was confirmed at " + report.get().getReceivedAt()
                            + " by " + report.get().getReceivedBy());
                }
            }
            case DRAFTED, DROPPED, UNKNOWN ->
                refuse("arguments.received", "it has not been sent; a second person signs it with sign="
                        + report.get().getReport().getNumber());
        }
    }

    /// The special report an argument names; where there is none it is refused.
    private Optional<SpecialReportFile> numbered(IncidentFile file, String argument) {
        Optional<Integer> number = number(command.getArguments().get(argument));
        Optional<SpecialReportFile> found = file.getSpecialReports().stream()
                .filter(kept -> number.filter(wanted -> wanted == kept.getReport().getNumber()).isPresent())
                .findFirst();
        if (found.isEmpty()) {
            Map<Integer, String> known = new LinkedHashMap<>();
            file.getSpecialReports().forEach(kept -> known.put(kept.getReport().getNumber(),
                    kept.getReport().getLabel() + " " + kept.getState()));
            refuse("arguments." + argument, "names no special report of " + command.getIncidentId() + "; there are "
                    + known + (known.isEmpty() ? ": draft one with draft=true" : ""));
        }
        return found;
    }

    private static Optional<Integer> number(@Nullable String text) {
        return Optional.ofNullable(text).filter(digits -> digits.matches("[0-9]{1,6}")).map(Integer::valueOf);
    }

    private void refuse(@Nullable String field, String detail) {
        turn.reject(command, field, detail);
    }
}
