package tocsin.roster;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tocsin.rules.Audience;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.rules.directory.RosterEntry;

/// Looks for what is missing in rosters before it matters.
public final class Holes {
    /// More than anybody reads at once; what is found first usually explains the rest.
    static final int MOST = 1_000;

    private final Pack pack;
    private final Directory directory;
    private final Instant from;
    private final Instant until;
    private final List<Hole> found = new ArrayList<>();

    private Holes(Pack pack, Directory directory, Instant from, Instant until) {
        this.pack = pack;
        this.directory = directory;
        this.from = from;
        this.until = until;
    }

    /// What is missing at every desk from this moment until that, exact to the handover.
    ///
    /// Throws [IllegalArgumentException] where the time holds too many handovers to look at.
    public static List<Hole> find(Pack pack, Directory directory, Instant from, Instant until) {
        Holes holes = new Holes(pack, directory, from, until);
        directory.desks().forEach(holes::desk);
        if (holes.found.size() > MOST) {
            List<Hole> first = new ArrayList<>(holes.found.subList(0, MOST));
            int more = holes.found.size() - MOST;
            first.add(new Hole(Hole.Reason.MORE, "", "", null, null, "另有" + more + "处未列出：请先补上述各处，再查一次",
                    more + " more are not listed; mend these and look again"));
            return List.copyOf(first);
        }
        return List.copyOf(holes.found);
    }

    private void desk(String desk) {
        TreeSet<String> rosters = directory.rosters().entries().stream().filter(entry -> entry.desk().equals(desk))
                .map(RosterEntry::name).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> named = new TreeSet<>(rosters);
        pack.audiences().values().forEach(audience -> {
            if (audience instanceof Audience.OnDuty(String roster)) {
                named.add(roster);
            }
        });
        DeskDuty duty = new DeskDuty(pack, directory, desk, List.copyOf(named), from, until);
        rosters.forEach(roster -> nobody(duty, desk, roster));
        rosters.forEach(roster -> found.addAll(leftOut(duty, desk, roster, pack.zone())));
        audiences(duty, desk);
        pack.policies().values().stream().sorted(Comparator.comparing(EscalationPolicy::name))
                .forEach(policy -> policy(duty, desk, policy));
        directory.rosters().entries().stream().filter(entry -> entry.desk().equals(desk))
                .forEach(entry -> ending(desk, entry));
    }

    /// Where overrides of one duty put fewer people on duty on special days than its rotations do.
    ///
    /// Throws [IllegalArgumentException] where the time holds too many handovers to look at.
    public static List<Hole> leftOut(Pack pack, Directory directory, String roster, String desk, Instant from,
            Instant until) {
        return leftOut(new DeskDuty(pack, directory, desk, List.of(roster), from, until), desk, roster, pack.zone());
    }

    private static List<Hole> leftOut(DeskDuty duty, String desk, String roster, ZoneId zone) {
        return duty.leftOut(roster).stream().flatMap(people -> duty
                .when(segment -> segment.leftOut().getOrDefault(roster, List.of()).equals(people)).stream()
                .map(span -> new Hole(Hole.Reason.SPECIAL_DAY_SHORT, desk, roster, span.from(), span.until(),
                        desk + "值班表" + roster + "：" + words(span, "至", zone) + "为特殊日期，调班未列入应当值的"
                                + String.join("、", people) + "，也无人顶替，请补上",
                        "roster " + roster + " of desk " + desk + ": an override leaves out "
                                + String.join(", ", people) + ", whom the rotation of special days puts on duty, from "
                                + words(span, " to ", zone) + ", and names nobody in that place; add somebody to it")))
                .sorted(Comparator.comparing(Hole::from, Comparator.nullsFirst(Comparator.naturalOrder()))).toList();
    }

    private void nobody(DeskDuty duty, String desk, String roster) {
        duty.when(segment -> segment.onDuty(roster).isEmpty()).forEach(span -> found.add(new Hole(
                Hole.Reason.NOBODY_ON_DUTY, desk, roster, span.from(), span.until(),
                desk + "值班表" + roster + "：" + words(span, "至") + "无人值班，请安排人员",
                "roster " + roster + " of desk " + desk + ": nobody is on duty from " + words(span, " to ")
                        + "; put somebody on duty")));
    }

    private void audiences(DeskDuty duty, String desk) {
        TreeSet<String> used = pack.policies().values().stream().flatMap(policy -> policy.levels().stream())
                .flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        used.stream().filter(audience -> duty.when(segment -> !duty.people(segment, audience).isEmpty()).isEmpty())
                .forEach(audience -> found.add(new Hole(Hole.Reason.AUDIENCE_OF_NOBODY, desk, audience, null, null,
                        desk + "值班室：对象" + audience + "没有任何人，请在值班表或人员名单中补上",
                        "audience " + audience + " comes to nobody at desk " + desk
                                + "; give the desk such a roster or an official with the role")));
    }

    private void policy(DeskDuty duty, String desk, EscalationPolicy policy) {
        String name = policy.name();
        policy.levels().stream().flatMap(List::stream).distinct()
                .flatMap(audience -> everybody(duty, desk, audience)).distinct()
                .filter(official -> policy.channels().stream().noneMatch(official.addresses()::containsKey))
                .forEach(official -> found.add(new Hole(Hole.Reason.NO_ADDRESS, desk, official.id(), null, null,
                        official.name() + "（" + official.id() + "）没有预案" + name + "所用方式"
                                + policy.channels() + "中任何一种地址，请补上",
                        official.id() + " of desk " + desk + " has an address for none of the means "
                                + policy.channels() + " of policy " + name + "; give one")));
        duty.when(segment -> policy.levels().stream().allMatch(level -> duty.people(segment, level).isEmpty()))
                .forEach(span -> found.add(new Hole(Hole.Reason.POLICY_OF_NOBODY, desk, name, span.from(), span.until(),
                        desk + "值班室：预案" + name + "在" + words(span, "至") + "各级均无人，请安排人员",
                        "policy " + name + " reaches nobody at desk " + desk + " at any level from "
                                + words(span, " to ") + "; put somebody on duty")));
        for (int level = 1; level < policy.levels().size(); level++) {
            List<String> first = policy.levels().get(level - 1);
            List<String> next = policy.levels().get(level);
            for (Official one : duty.onlyOnes(first, next)) {
                int number = level;
                duty.when(segment -> duty.onlyOne(segment, first, next).filter(one::equals).isPresent())
                        .forEach(span -> found.add(twice(desk, name, number, one, span)));
            }
        }
    }

    private Hole twice(String desk, String policy, int level, Official one, DeskDuty.Span span) {
        return new Hole(Hole.Reason.SAME_PERSON_TWICE, desk, policy, span.from(), span.until(),
                desk + "值班室：预案" + policy + "第" + level + "级与第" + (level + 1) + "级在" + words(span, "至")
                        + "是同一人" + one.name() + "（" + one.id() + "），请换一人",
                "policy " + policy + " at desk " + desk + ": levels " + level + " and " + (level + 1)
                        + " are the same person " + one.id() + " from " + words(span, " to ")
                        + "; let somebody else take one of them");
    }

    /// Those an audience comes to, and those its rotations name who have no shift in this time.
    private Stream<Official> everybody(DeskDuty duty, String desk, String audience) {
        return switch (pack.audiences().get(audience)) {
            case null -> Stream.of();
            case Audience.Role(String role) -> duty.withRole(role).stream();
            case Audience.OnDuty(String roster) -> Stream.concat(duty.ever(roster).stream(),
                    directory.rosters().entries().stream()
                            .filter(entry -> entry.name().equals(roster) && entry.desk().equals(desk)
                                    && !hasEnded(entry))
                            .flatMap(entry -> entry.people().stream()).flatMap(List::stream)
                            .flatMap(id -> Stream.ofNullable(directory.officials().get(id))));
        };
    }

    private boolean hasEnded(RosterEntry entry) {
        LocalDateTime end = entry.until();
        return end != null && !DutyClock.instant(end, pack.zone()).isAfter(from);
    }

    private void ending(String desk, RosterEntry entry) {
        LocalDateTime end = entry.until();
        if (end == null || hasEnded(entry) || DutyClock.instant(end, pack.zone()).isAfter(until)) {
            return;
        }
        Instant at = DutyClock.instant(end, pack.zone());
        List<Official> after = Rosters.onDuty(directory, entry.name(), desk, pack.zone(), at);
        String people = String.join(", ", after.stream().map(Official::id).toList());
        found.add(new Hole(Hole.Reason.ROTATION_ENDS, desk, entry.name(), at, at,
                desk + "值班表" + entry.name() + "自" + entry.start() + "起的轮班于" + end + "结束，此后"
                        + (after.isEmpty() ? "无人值班" : "值班人员为" + people) + "，请安排接续",
                "the rotation of roster " + entry.name() + " of desk " + desk + " that began " + entry.start()
                        + " ends at " + end + "; after it " + (after.isEmpty() ? "nobody" : people)
                        + " is on duty; say who goes on"));
    }

    private String words(DeskDuty.Span span, String to) {
        return words(span, to, pack.zone());
    }

    private static String words(DeskDuty.Span span, String to, ZoneId zone) {
        return local(span.from(), zone) + to + local(span.until(), zone);
    }

    private static String local(Instant at, ZoneId zone) {
        return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
