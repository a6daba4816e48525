package tocsin.desk;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.intake.OrderForm;
import tocsin.internal.v1.FindingFile;
import tocsin.internal.v1.SeenReport;
import tocsin.model.Decision;
import tocsin.model.Fault;
import tocsin.model.InstructionLevel;
import tocsin.model.SecondPerson;
import tocsin.model.Use;
import tocsin.v1.Command;
import tocsin.v1.RejectReason;
import tocsin.v1.TimelineKind;

/// What people decide about agencies' reports: whether a finding stands, how a report was used, who instructed on it.
///
/// A machine suspects and people decide: a finding counts in a score only after two people have confirmed it, and not while
/// its agency appeals (申诉).
final class DecisionTurn {
    private final DeskTurn turn;
    private final Command command;

    DecisionTurn(DeskTurn turn, Command command) {
        this.turn = turn;
        this.command = command;
    }

    void take() {
        switch (command.getAction()) {
            case DECIDE -> decide();
            case APPEAL -> appeal();
            case USE -> use();
            default -> throw new IllegalStateException(command.getAction() + " is no decision");
        }
    }

    private String argument(String name) {
        return command.getArguments().getOrDefault(name, "").strip();
    }

    private void decide() {
        Map<String, FindingFile> findings = findings();
        Decision decision = symbol("decision", Decision.values(), Decision::zh);
        if (findings.isEmpty() || decision == null) {
            return;
        }
        Fault said = symbol("fault", Fault.values(), Fault::zh);
        Map<String, FindingFile> decided = new LinkedHashMap<>();
        for (Map.Entry<String, FindingFile> one : findings.entrySet()) {
            Fault fault = decision != Decision.CONFIRMED || said != null ? said
                    : Fault.of(one.getValue().getOutcome()).orElse(null);
            if (decision == Decision.CONFIRMED && fault == null) {
                refuse("arguments.fault", one.getValue().getOutcome() + " is no fault of itself; say which of "
                        + Arrays.toString(Fault.values()) + " it is, or dismiss it");
                return;
            }
            FindingFile next = next(one.getValue(), decision, fault);
            if (next == null) {
                String first = Objects.requireNonNullElse(one.getValue().getFirstBy(), "");
                refuse(null, first.equals(command.getBy())
                        ? command.getBy() + " has decided so about " + one.getKey()
                                + "; a second person must do it, too"
                        : SecondPerson.Objection.SECOND_IS_NO_PERSON.inWords(first, command.getBy()));
                return;
            }
            decided.put(one.getKey(), next);
        }
        decided.forEach(this::keep);
    }

    /// The finding after this word, or null where it is the second one for the same, and not another person's. Where the
    /// first was no person's, a person's takes its place.
    private @Nullable FindingFile next(FindingFile finding, Decision decision, @Nullable Fault fault) {
        boolean waits = finding.getFirstBy() != null && finding.getSecondBy() == null;
        boolean same = waits && decision.name().equals(finding.getDecision())
                && Objects.equals(fault == null ? null : fault.name(), finding.getFault());
        Optional<SecondPerson.Objection> notTwo = SecondPerson.objection(
                Objects.requireNonNullElse(finding.getFirstBy(), ""), command.getBy(),
                turn.directory.officials()::containsKey);
        if (same && notTwo.filter(why -> why != SecondPerson.Objection.FIRST_IS_NO_PERSON).isPresent()) {
            return null;
        }
        return same && notTwo.isEmpty()
                ? FindingFile.newBuilder(finding).setSecondBy(command.getBy()).setAppealedAt(null).build()
                : FindingFile.newBuilder(finding).setDecision(decision.name())
                        .setFault(fault == null ? null : fault.name()).setFirstBy(command.getBy()).setSecondBy(null)
                        .build();
    }

    private void keep(String findingId, FindingFile finding) {
        turn.stores.putFinding(turn.desk, findingId, finding);
        boolean decided = finding.getSecondBy() != null;
        String words = finding.getRule() + " " + finding.getOutcome() + " of " + finding.getAgencyId() + ": "
                + finding.getDecision() + (finding.getFault() == null ? "" : " as " + finding.getFault());
        event(decided ? TimelineKind.DECIDED : TimelineKind.DECISION_PROPOSED, findingId, finding,
                words + (decided ? "" : ", awaits a second person"));
    }

    private void appeal() {
        Map<String, FindingFile> findings = findings();
        if (findings.isEmpty()) {
            return;
        }
        for (Map.Entry<String, FindingFile> one : findings.entrySet()) {
            if (!one.getValue().getAgencyId().equals(command.getBy())) {
                refuse(RejectReason.UNAUTHORISED, "arguments.findingId", one.getKey() + " concerns another agency");
                return;
            }
            if (one.getValue().getAppealedAt() != null) {
                refuse("arguments.findingId", one.getKey() + " is under appeal already, until two people decide again");
                return;
            }
        }
        findings.forEach((id, finding) -> {
            FindingFile appealed = FindingFile.newBuilder(finding).setAppealedAt(turn.now).setDecision(null)
                    .setFault(null).setFirstBy(null).setSecondBy(null).build();
            turn.stores.putFinding(turn.desk, id, appealed);
            event(TimelineKind.APPEALED, id, appealed, "appealed (申诉)");
        });
    }

    /// The findings this command names, or none after a refusal.
    private Map<String, FindingFile> findings() {
        Map<String, FindingFile> findings = new LinkedHashMap<>();
        List<String> ids = Arrays.stream(argument("findingId").split("[,\\s]+")).filter(id -> !id.isEmpty()).distinct()
                .toList();
        for (String id : ids) {
            Optional<FindingFile> finding = turn.stores.finding(turn.desk, id);
            if (finding.isEmpty()) {
                refuse("arguments.findingId", "\"" + id + "\" is no finding of desk " + turn.desk
                        + " about an agency; GET /api/v1/findings lists them");
                return Map.of();
            }
            findings.put(id, finding.get());
        }
        return findings;
    }

    private void use() {
        Use use = symbol("as", Use.values(), Use::zh);
        if (use == null) {
            return;
        }
        Optional<SeenReport> report = report();
        report.ifPresent(seen -> {
            Map<String, String> detail = new TreeMap<>(Map.of("agencyId", argument("agencyId"), "reportId",
                    argument("reportId"), "as", use.name(), "images",
                    Boolean.toString("true".equals(argument("images")))));
            turn.event(TimelineKind.USED, seen.getIncidentId(), command.getBy(), null,
                    argument("agencyId") + "/" + argument("reportId") + " was used: " + use.zh() + noted(),
                    said(detail));
        });
    }

    /// An instruction (批示), of a leader of some level, on a report or on the incident alone; whether it was taken.
    boolean instruct() {
        InstructionLevel level = symbol("level", InstructionLevel.values(), InstructionLevel::zh);
        boolean onReport = !argument("reportId").isEmpty();
        if (onReport && report().isEmpty()) {
            return false;
        }
        Map<String, String> detail = new TreeMap<>();
        if (level != null) {
            detail.put("level", level.name());
        }
        if (onReport) {
            detail.put("agencyId", argument("agencyId"));
            detail.put("reportId", argument("reportId"));
        }
        turn.event(TimelineKind.INSTRUCTED, command.getIncidentId(), command.getBy(), null,
                "instructed (批示)" + noted(), said(detail));
        return true;
    }

    /// The report this command names, or empty after a refusal.
    private Optional<SeenReport> report() {
        Optional<SeenReport> seen = turn.stores.seenReport(turn.desk, argument("agencyId"), argument("reportId"));
        if (seen.isEmpty()) {
            refuse("arguments.reportId", "agencyId \"" + argument("agencyId") + "\" has sent no report \""
                    + argument("reportId") + "\" to desk " + turn.desk);
        }
        return seen;
    }

    /// The symbol an argument names; null where there is none. The order's form was checked before.
    private <E extends Enum<E>> @Nullable E symbol(String name, E[] symbols, Function<E, String> zh) {
        return OrderForm.symbol(command, name, symbols, zh).orElse(null);
    }

    private void event(TimelineKind kind, String findingId, FindingFile finding, String words) {
        Map<String, String> detail = new TreeMap<>(Map.of("findingId", findingId, "agencyId", finding.getAgencyId(),
                "outcome", finding.getOutcome().name(), "rule", finding.getRule()));
        put(detail, "reportId", finding.getReportId());
        put(detail, "decision", finding.getDecision());
        put(detail, "fault", finding.getFault());
        put(detail, "firstBy", finding.getFirstBy());
        put(detail, "secondBy", finding.getSecondBy());
        turn.event(kind, finding.getIncidentId(), command.getBy(), finding.getRule(), words + noted(), said(detail));
    }

    private static void put(Map<String, String> detail, String name, @Nullable String value) {
        if (value != null) {
            detail.put(name, value);
        }
    }

    private String noted() {
        return command.getNote() == null || command.getNote().isBlank() ? "" : ": " + command.getNote();
    }

    private Map<String, String> said(Map<String, String> detail) {
        detail.put("channel", command.getChannel());
        detail.put("commandId", command.getCommandId());
        return detail;
    }

    private void refuse(@Nullable String field, String detail) {
        refuse(RejectReason.INVALID_VALUE, field, detail);
    }

    private void refuse(RejectReason reason, @Nullable String field, String detail) {
        boolean ofDesk = command.getIncidentId().equals(turn.desk);
        turn.reject(command, ofDesk ? null : command.getIncidentId(), reason, field, detail,
                argument("findingId").isEmpty() ? Map.of() : Map.of("findingId", argument("findingId")));
    }
}
