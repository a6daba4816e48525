package tocsin.desk;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.escalation.Signal;
import tocsin.intake.OrderForm;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Ruling;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.Tolls;
import tocsin.rules.Words;
import tocsin.rules.directory.Official;
import tocsin.v1.Casualties;
import tocsin.v1.Command;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.TimelineKind;

/// A person's word on the figures or the grade of an incident (CORRECT).
///
/// What agencies stated above a corrected figure falls to it. What they state from now on counts again, so new harm raises
/// figures and grade.
final class Correcting {
    private final DeskTurn turn;
    private final Command command;

    Correcting(DeskTurn turn, Command command) {
        this.turn = turn;
        this.command = command;
    }

    /// What the pack has against it: a figure for a special scale that no scale of the pack knows; empty for nothing.
    Optional<Refusal> objection() {
        Set<String> registered = turn.pack.grading().facts().keySet();
        return command.getArguments().keySet().stream().filter(name -> name.startsWith(OrderForm.FACT))
                .filter(name -> !registered.contains(name.substring(OrderForm.FACT.length()))).sorted().findFirst()
                .map(name -> new Refusal(RejectReason.INVALID_VALUE, "arguments." + name,
                        "is not a figure that the pack's scales know; they know " + registered));
    }

    /// Carries the order out. Its form was checked before.
    ///
    /// @param stored the incident as it is kept
    void take(IncidentFile stored) {
        IncidentFile file = new Closings(turn).takenBack(stored, command.getBy(), "figures or grade are corrected");
        Map<String, String> arguments = command.getArguments();
        turn.event(TimelineKind.CORRECTED, file.getIncident().getIncidentId(), command.getBy(), null,
                "corrected " + new TreeMap<>(arguments) + ": " + command.getNote(),
                new TreeMap<>(Map.of("commandId", command.getCommandId())));
        Casualties figures = figures(arguments);
        List<String> unknown = arguments.entrySet().stream()
                .filter(argument -> argument.getValue().strip().equals(OrderForm.UNKNOWN_FIGURE))
                .map(Map.Entry::getKey).toList();
        BigDecimal loss = number(arguments.get("lossCny"));
        Map<String, BigDecimal> facts = new HashMap<>();
        arguments.forEach((name, value) -> {
            BigDecimal fact = name.startsWith(OrderForm.FACT) ? number(value) : null;
            if (fact != null) {
                facts.put(name.substring(OrderForm.FACT.length()), fact);
            }
        });
        String grade = arguments.getOrDefault("grade", "").strip();
        Grade most = grade.isEmpty() ? null : Grade.valueOf(grade);
        List<Statement> statements = file.getStatements().stream()
                .map(statement -> limited(statement, figures, loss, facts, unknown))
                .map(statement -> claimsAtMost(statement, most)).toList();
        Ruling ruling = new Ruling(command.getBy(), turn.now, String.valueOf(command.getNote()), figures, loss, facts,
                null, null, Closings.closedAs(file));
        IncidentFile corrected = IncidentFile.newBuilder(file).setStatements(statements)
                .setRuling(without(ruling, file.getRuling(), unknown)).build();
        Grade stated = Assessor.assess(corrected, turn.pack.grading()).grade();
        IncidentFile ruled = most == null
                ? corrected
                : IncidentFile.newBuilder(corrected).setRuling(Ruling.newBuilder(corrected.getRuling())
                        .setGrade(most).setGradeThen(stated).build()).build();
        pictured(stored, ruled);
    }

    /// A claim above the grade that a person ruled is overruled; figures that come to more than it are what was ruled on.
    private static Statement claimsAtMost(Statement statement, @Nullable Grade most) {
        return most == null || Grades.gravity(statement.getClaimedGrade()) <= Grades.gravity(most)
                ? statement
                : Statement.newBuilder(statement).setClaimedGrade(most).build();
    }

    /// What was ruled before stands beside it, unless it is ruled anew or withdrawn.
    private static Ruling without(Ruling ruling, @Nullable Ruling before, List<String> unknown) {
        if (before == null) {
            return ruling;
        }
        Map<String, BigDecimal> facts = new HashMap<>(before.getFacts());
        facts.putAll(ruling.getFacts());
        facts.keySet().removeIf(key -> unknown.contains(OrderForm.FACT + key));
        return Ruling.newBuilder(ruling)
                .setCasualties(Tolls.withdrawn(Tolls.latest(before.getCasualties(), ruling.getCasualties()), unknown))
                .setLossCny(unknown.contains("lossCny") ? null
                        : ruling.getLossCny() != null ? ruling.getLossCny() : before.getLossCny())
                .setFacts(facts).setGrade(before.getGrade()).setGradeThen(before.getGradeThen()).build();
    }

    private static Statement limited(Statement statement, Casualties figures, @Nullable BigDecimal loss,
            Map<String, BigDecimal> facts, List<String> unknown) {
        return Statement.newBuilder(statement)
                .setCasualties(Tolls.withdrawn(Tolls.atMost(statement.getCasualties(), figures), unknown))
                .setGravestCasualties(
                        Tolls.withdrawn(Tolls.atMost(statement.getGravestCasualties(), figures), unknown))
                .setLossCny(limited(statement.getLossCny(), loss, unknown))
                .setGravestLossCny(limited(statement.getGravestLossCny(), loss, unknown))
                .setFacts(limited(statement.getFacts(), facts, unknown))
                .setGravestFacts(limited(statement.getGravestFacts(), facts, unknown)).build();
    }

    private static @Nullable BigDecimal limited(@Nullable BigDecimal stated, @Nullable BigDecimal limit,
            List<String> unknown) {
        return stated == null || unknown.contains("lossCny") ? null : limit == null ? stated : stated.min(limit);
    }

    private static Map<String, BigDecimal> limited(Map<String, BigDecimal> stated, Map<String, BigDecimal> limits,
            List<String> unknown) {
        Map<String, BigDecimal> limited = new HashMap<>();
        stated.forEach((key, value) -> {
            BigDecimal limit = limits.get(key);
            if (!unknown.contains(OrderForm.FACT + key)) {
                limited.put(key, limit == null ? value : value.min(limit));
            }
        });
        return limited;
    }

    private void pictured(IncidentFile file, IncidentFile ruled) {
        Incident was = file.getIncident();
        Assessment assessment = Assessor.assess(ruled, turn.pack.grading());
        IncidentFile graded = IncidentFile.newBuilder(ruled).setIncident(assessment.of(ruled.getIncident()).build())
                .build();
        new IncidentGrade(turn).changed(was, graded.getIncident());
        IncidentFile kept = new Paging(turn).corrected(file, new DutyTurn(turn).grade(graded),
                by());
        boolean graver = Grades.gravity(assessment.grade()) > Grades.gravity(was.getGrade());
        boolean reopens = Closings.reopens(turn.pack.closing(), was, graded.getIncident());
        if (graver || reopens) {
            new Paging(turn).signal(kept, kept, new Signal.Evidence(Signal.Ground.REPORT,
                    turn.pack.pagingGrade(assessment.grade(), kept.getSensitive()), false, reopens,
                    new Words("", "")));
        } else if (was.getState() == IncidentState.CLOSED && Closings.hasNewHarm(was, graded.getIncident())) {
            new Paging(turn).newHarm(file, kept);
        }
    }

    /// Who corrects it, as people are told: an official by name, everybody else as the desk.
    private Words by() {
        Official official = turn.directory.officials().get(command.getBy());
        return official == null ? new Words("值班室", "the duty desk") : new Words(official.name(), official.name());
    }

    private static Casualties figures(Map<String, String> arguments) {
        return new Casualties(count(arguments.get("dead")), count(arguments.get("missing")),
                count(arguments.get("seriouslyInjured")), count(arguments.get("lightlyInjured")),
                count(arguments.get("trapped")), count(arguments.get("atRisk")), count(arguments.get("evacuated")));
    }

    private static @Nullable Integer count(@Nullable String value) {
        BigDecimal number = number(value);
        return number == null ? null : Integer.valueOf(number.intValueExact());
    }

    private static @Nullable BigDecimal number(@Nullable String value) {
        return value == null || value.strip().equals(OrderForm.UNKNOWN_FIGURE) ? null : new BigDecimal(value.strip());
    }
}
