package tocsin.desk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Role;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.upward.Signature;
import tocsin.upward.SpecialReportDraft;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.TimelineKind;
import tocsin.yaml.Nearest;

/// An order to report upward (报送上级): draft a special report, sign it, note its receipt; or, with nothing of these,
/// note that the superior was told by other means.
final class ForwardTurn {
    private static final String DRAFT = "draft";
    private static final String SIGN = "sign";
    private static final String RECEIVED = "received";
    /// What each way of the order takes.
    private static final Map<String, Set<String>> ARGUMENTS = Map.of(DRAFT,
            Set.of(DRAFT, "final", "language", "title", "text"), SIGN, Set.of(SIGN, "revision"), RECEIVED,
            Set.of(RECEIVED, "by"), "", Set.of());
    private static final int LONGEST_NAME = 200;

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
        List<String> ways = List.of(DRAFT, SIGN, RECEIVED).stream().filter(arguments::containsKey).toList();
        String way = ways.isEmpty() ? "" : ways.getFirst();
        Set<String> known = ARGUMENTS.getOrDefault(way, Set.of());
        Optional<String> unknown = new TreeSet<>(arguments.keySet()).stream()
                .filter(name -> !known.contains(name)).findFirst();
        if (role == Role.OFFICIAL && !way.equals(RECEIVED)) {
            refuse(null, "the role " + role + " may only confirm that a special report has come");
        } else if (ways.size() > 1) {
            refuse("arguments", "takes one of draft, sign and received, not " + ways + "; order them one by one");
        } else if (unknown.isPresent()) {
            refuse("arguments." + unknown.get(), "is no argument of FORWARD" + (way.isEmpty() ? "" : " with " + way)
                    + Nearest.hint(unknown.get(), known.isEmpty() ? ARGUMENTS.keySet() : known));
        } else {
            switch (way) {
                case DRAFT -> draft(file, arguments);
                case SIGN -> sign(file, arguments);
                case RECEIVED -> received(file, arguments);
                default -> forwarded(file);
            }
        }
    }

    private void forwarded(IncidentFile file) {
        String note = command.getNote();
        String what = "forwarded to the superior (报送上级)";
        turn.event(TimelineKind.FORWARDED, command.getIncidentId(), command.getBy(), null,
                note == null ? what : what + ": " + note,
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
        turn.keep(file, new DutyTurn(turn).order(
                Acts.with(file, TimelineKind.FORWARDED, command.getBy(), note, turn.now), Action.FORWARD));
    }

    private void draft(IncidentFile file, Map<String, String> arguments) {
        Optional<String> title = Optional.ofNullable(arguments.get("title"));
        Optional<String> text = Optional.ofNullable(arguments.get("text"));
        Optional<String> language = Optional.ofNullable(arguments.get("language"));
        if (!isYes(arguments.get(DRAFT))) {
            refuse("arguments.draft", "must be true");
        } else if (arguments.containsKey("final") && !isYes(arguments.get("final"))) {
            refuse("arguments.final", "must be true, or left out");
        } else if (language.filter(wanted -> !Set.of("zh", "en").contains(wanted)).isPresent()) {
            refuse("arguments.language", "must be zh or en; left out it is the superior's");
        } else if (title.filter(words -> !isLine(words)).isPresent()) {
            refuse("arguments.title",
                    "must be one line of 1 to " + SpecialReportDraft.LONGEST_TITLE + " characters");
        } else if (text.filter(
                words -> words.isBlank() || words.length() > SpecialReportDraft.LONGEST_TEXT).isPresent()) {
            refuse("arguments.text", "must have 1 to " + SpecialReportDraft.LONGEST_TEXT
                    + " characters; left out it is written from the record");
        } else {
            reports.draft(file, new SpecialReportDraft.Wish(command.getBy(), arguments.containsKey("final"), language,
                    title, text));
        }
    }

    private static boolean isYes(@Nullable String value) {
        return "true".equals(value);
    }

    private static boolean isLine(String words) {
        return !words.isBlank() && words.length() <= SpecialReportDraft.LONGEST_TITLE
                && words.chars().noneMatch(Character::isISOControl);
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
        if (arguments.containsKey("revision") && revision.isEmpty()) {
            refuse("arguments.revision", "must be the incident's revision, a number");
            return;
        }
        switch (draft.get().getState()) {
            case DRAFTED -> {
                Optional<Signature.Objection> objection = Signature.objection(draft.get().getReport(),
                        file.getIncident(), command.getBy(), revision);
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
        String who = arguments.getOrDefault("by", role == Role.OFFICIAL ? command.getBy() : "");
        if (report.isEmpty()) {
            return;
        }
        boolean asked = SpecialReports.isSuperior(report.get(), command.getBy());
        if (role == Role.OFFICIAL && !asked) {
            refuse("arguments.received", "this special report did not go to " + command.getBy());
            return;
        }
        if (who.isBlank() || who.length() > LONGEST_NAME || who.chars().anyMatch(Character::isISOControl)) {
            refuse("arguments.by",
                    "must say who of the superior confirmed it, in 1 to " + LONGEST_NAME + " characters");
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
