package tocsin.timeliness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tocsin.internal.v1.Duty;
import tocsin.model.FindingDraft;
import tocsin.model.ReportKinds;
import tocsin.model.Spans;
import tocsin.rules.Applies;
import tocsin.rules.Pack;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.Words;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.v1.Outcome;

/// What is said of a wait when time has passed: due soon, late, missing, or a reminder.
public final class Overdues {
    private Overdues() {}

    /// A finding about an agency, or about the desk itself.
    ///
    /// @param duty the duty it is about
    public record Told(Duty duty, FindingDraft finding) {}

    /// What is awaited after time has passed, and what is said of it.
    public record Passed(Duties duties, List<Told> told) {}

    /// Lets time pass until now over what is awaited of an incident. Marks that passed unseen are told once, the last alone.
    ///
    /// @param subject what it is about: an incident's name, or a day
    /// @param packs the pack of a hash: a wait is judged by the rule it began with
    public static Passed pass(Duties duties, String subject, Instant now, Function<String, Pack> packs,
            Directory directory) {
        List<Duty> after = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        for (Duty duty : duties.rows()) {
            Instant nextAt = duty.getNextAt();
            Pack pack = packs.apply(duty.getPackHash());
            Optional<TimelinessRule> rule = Duties.rule(pack, duty);
            if (nextAt == null || nextAt.isAfter(now) || rule.isEmpty()) {
                after.add(duty);
            } else {
                told.add(new Told(duty, finding(duty, rule.get(), subject, now, pack, directory)));
                after.add(Waits.looked(duty, rule.get(), now, pack.zone()));
            }
        }
        return new Passed(new Duties(after), List.copyOf(told));
    }

    private static FindingDraft finding(Duty duty, TimelinessRule rule, String subject, Instant now, Pack pack,
            Directory directory) {
        Words who = who(duty, directory);
        Words what = what(rule);
        Words due = Spans.at(duty.getDueAt(), pack.zone());
        boolean over = Waits.isOver(duty, now);
        TimelinessRule.Overdue overdue = rule.awaited().map(TimelinessRule.Awaited::overdue)
                .orElse(TimelinessRule.Overdue.LATE);
        if (!over) {
            Words left = Spans.words(Duration.between(now, duty.getDueAt()));
            return new FindingDraft(rule.provenance(), Outcome.DUE_SOON, List.of(), new Words(
                    who.zh() + "：" + subject + "的" + what.zh() + "应于" + due.zh() + "前完成，还剩" + left.zh() + "，请抓紧。",
                    who.en() + ": the " + what.en() + " of " + subject + " is due at " + due.en() + ", in " + left.en()
                            + "; please see to it."));
        }
        return switch (overdue) {
            case LATE -> new FindingDraft(rule.provenance(), Outcome.LATE, List.of(), new Words(
                    who.zh() + "：" + subject + "的" + what.zh() + "应于" + due.zh() + "前完成，已超时，请立即补办并说明原因。",
                    who.en() + ": the " + what.en() + " of " + subject + " was due at " + due.en()
                            + " and has not come; send it at once and explain the delay."));
            case MISSING -> new FindingDraft(rule.provenance(), Outcome.MISSING, List.of(), new Words(
                    who.zh() + "：未收到" + subject + "的" + what.zh() + "（应于" + due.zh() + "前），请立即补报。",
                    who.en() + ": no " + what.en() + " of " + subject + " has come; it was due at " + due.en()
                            + ". Send it at once."));
            case POSSIBLY_MISSED -> new FindingDraft(rule.provenance(), Outcome.POSSIBLY_MISSED, List.of(), new Words(
                    "疑似漏报：" + subject + "先由网络或监测设备得知，" + who.zh() + "的" + what.zh() + "应于" + due.zh()
                            + "前到达，尚未收到；请值班室核实后再通知该单位。",
                    "Perhaps missed: the public or sensors told of " + subject + " first, and no " + what.en() + " of "
                            + who.en() + " has come by " + due.en()
                            + ". Verify it before the agency is told."));
            case REMINDER -> new FindingDraft(rule.provenance(), Outcome.DUE_SOON, List.of(), new Words(
                    who.zh() + "：" + subject + "的" + what.zh() + "已到" + due.zh() + "的时限，请核对是否已办。",
                    who.en() + ": the " + what.en() + " of " + subject + " has come to its time, " + due.en()
                            + "; check that it was done."));
        };
    }

    private static Words who(Duty duty, Directory directory) {
        String id = duty.getAgencyId();
        if (id == null) {
            return new Words("值班室", "Duty desk");
        }
        Agency agency = directory.agencies().get(id);
        return agency == null ? new Words(id, id) : agency.name();
    }

    private static Words what(TimelinessRule rule) {
        if (rule.awaited().map(awaited -> !awaited.metBy().isEmpty()).orElse(false)) {
            Set<DeskAct> metBy = rule.awaited().get().metBy();
            return metBy.contains(DeskAct.FORWARD)
                    ? new Words("上报", "forwarding to the superior")
                    : metBy.contains(DeskAct.PUBLISH)
                            ? new Words("信息发布", "public information")
                            : new Words("新闻发布会", "press conference");
        }
        Words kinds = ReportKinds.words(rule.applies().values(Applies.Axis.KIND)
                .map(values -> values.stream().sorted().collect(Collectors.joining(","))).orElse(""));
        return new Words(kinds.zh(), kinds.en() + " report");
    }
}
