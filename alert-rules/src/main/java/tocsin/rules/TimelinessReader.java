package tocsin.rules;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.TimelinessRule.Awaited;
import tocsin.rules.TimelinessRule.Overdue;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.condition.Condition;
import tocsin.v1.Clock;
import tocsin.v1.ReportKind;
import tocsin.yaml.YamlNode;

/// Reads `timeliness.yaml`.
final class TimelinessReader {
    private static final List<Integer> DUE_SOON = List.of(50, 80);

    private final RuleParts parts;

    TimelinessReader(RuleParts parts) {
        this.parts = parts;
    }

    Timeliness read(YamlNode document) {
        document.onlyKeys("rules", "media-first", "acknowledgement", "stale-after", "claim-tolerance");
        List<TimelinessRule> rules = parts.rules(document.required("rules"), this::rule);
        YamlNode mediaFirst = document.optional("media-first").onlyKeys("id", "basis", "system", "tolerance");
        YamlNode acknowledgement = document.optional("acknowledgement").onlyKeys("id", "basis", "system");
        return new Timeliness(new RuleIndex<>(rules, TimelinessRule::applies),
                mediaFirst.isPresent()
                        ? Optional.of(new Timeliness.MediaFirst(RuleParts.provenance(mediaFirst),
                                mediaFirst.optional("tolerance").duration(Duration.ZERO)))
                        : Optional.empty(),
                acknowledgement.isPresent() ? Optional.of(RuleParts.provenance(acknowledgement)) : Optional.empty(),
                document.required("stale-after").duration(Duration.ofHours(24)),
                document.required("claim-tolerance").duration(Duration.ofMinutes(2)));
    }

    private Optional<TimelinessRule> rule(YamlNode rule) {
        rule.onlyKeys("id", "basis", "system", "clock", "kinds", "categories", "types", "not-after", "when", "limit",
                "daily-at", "awaited", "shadow");
        Optional<Condition> when = parts.condition(rule.optional("when"));
        Optional<Duration> limit = rule.optional("limit").isPresent()
                ? Optional.of(rule.optional("limit").duration(Duration.ZERO))
                : Optional.empty();
        List<LocalTime> dailyAt = rule.optional("daily-at").items().stream()
                .map(time -> time.as("a local time such as 08:00", LocalTime.MIN, LocalTime::parse)).sorted().toList();
        if (limit.isPresent() != dailyAt.isEmpty()) {
            rule.problem("needs either a limit such as PT30M or daily-at, the times of day it is due at");
        }
        Optional<Awaited> awaited = rule.optional("awaited").isPresent()
                ? Optional.of(awaited(rule.optional("awaited"), !dailyAt.isEmpty()))
                : Optional.empty();
        boolean byOrder = awaited.filter(wait -> !wait.metBy().isEmpty()).isPresent();
        if (!dailyAt.isEmpty() && awaited.isEmpty()) {
            rule.problem("is due at a time of day and awaited by nobody; give awaited");
        }
        YamlNode kinds = byOrder ? rule.optional("kinds") : rule.required("kinds");
        if (byOrder && kinds.isPresent()) {
            kinds.problem("does not go with awaited.met-by: either reports meet it, or acts of the desk");
        }
        return Optional.of(new TimelinessRule(RuleParts.tried(rule),
                rule.required("clock").symbol(Clock.class).orElse(Clock.UNKNOWN), parts.applies(rule, when),
                rule.optional("not-after").items().stream()
                        .flatMap(kind -> kind.symbol(ReportKind.class).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                when, limit, dailyAt, awaited));
    }

    private static Awaited awaited(YamlNode node, boolean daily) {
        node.onlyKeys("after", "met-by", "due-soon", "overdue", "repeat-every", "repeats", "agencies");
        Set<Trigger> after = node.required("after").items().stream()
                .flatMap(trigger -> trigger.symbol(Trigger.class).stream()).collect(Collectors.toUnmodifiableSet());
        Set<DeskAct> metBy = node.optional("met-by").items().stream()
                .flatMap(act -> act.symbol(DeskAct.class).stream()).collect(Collectors.toUnmodifiableSet());
        if (after.contains(Trigger.SPECIAL_DAY) && !(daily && after.size() == 1)) {
            node.required("after").problem("SPECIAL_DAY stands alone, and goes with daily-at");
        }
        List<Integer> dueSoon = node.optional("due-soon").isPresent()
                ? node.optional("due-soon").items().stream().map(share -> share.integer(50)).sorted().toList()
                : DUE_SOON;
        if (dueSoon.stream().anyMatch(share -> share < 1 || share > 99)) {
            node.optional("due-soon").problem("must be shares of 1 to 99 per cent");
        }
        return new Awaited(after, metBy, dueSoon,
                node.optional("overdue").symbol(Overdue.class).orElse(Overdue.LATE),
                node.optional("repeat-every").duration(Duration.ZERO), node.optional("repeats").integer(0),
                node.optional("agencies").items().stream().map(YamlNode::text).collect(Collectors.toUnmodifiableSet()));
    }
}
