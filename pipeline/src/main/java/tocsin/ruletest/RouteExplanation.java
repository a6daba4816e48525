package tocsin.ruletest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.model.Grades;
import tocsin.roster.Rosters;
import tocsin.rules.Audience;
import tocsin.rules.BoardRule;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;

/// Who would be told of an incident, in which order, by which means and why; and who would not, and why.
public final class RouteExplanation {
    private final Pack pack;
    private final Directory directory;
    private final String desk;
    private final Instant at;

    private RouteExplanation(Pack pack, Directory directory, String desk, Instant at) {
        this.pack = pack;
        this.directory = directory;
        this.desk = desk;
        this.at = at;
    }

    /// One person who is told.
    ///
    /// @param level the level, from 1
    /// @param after how long after the incident, if nobody answers before
    /// @param official the person
    /// @param audience the audience they stand for
    /// @param channels the means
    /// @param why why they
    public record Told(int level, Duration after, String official, String audience, List<ChannelKind> channels,
            String why) {}

    /// One person who is not told.
    public record NotTold(String official, String why) {}

    /// The whole answer.
    ///
    /// @param boards what display boards would be asked to show
    public record Route(String desk, String policy, List<Told> told, List<NotTold> notTold, List<String> boards) {}

    /// The route of an incident of this grade (null for not graded yet), area and type at an instant.
    public static Route of(@Nullable Grade grade, @Nullable String area, @Nullable String type, Instant at, Pack pack,
            Directory directory) {
        return new RouteExplanation(pack, directory, directory.deskFor(area), at).route(grade, area, type);
    }

    private Route route(@Nullable Grade grade, @Nullable String area, @Nullable String type) {
        EscalationPolicy policy = pack.policyFor(grade);
        List<Told> told = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int level = 0; level < policy.levels().size(); level++) {
            Duration after = policy.acknowledgeWithin().multipliedBy(level);
            if (level > 0 && !policy.awaitsAcknowledgement()) {
                break;
            }
            for (String audience : policy.levels().get(level)) {
                for (Official official : people(audience)) {
                    List<ChannelKind> channels = policy.channels().stream()
                            .filter(channel -> official.address(channel).isPresent()).toList();
                    if (!channels.isEmpty()) {
                        names.add(official.id());
                        told.add(new Told(level + 1, after, official.id(), audience, channels, why(audience)));
                    }
                }
            }
        }
        List<NotTold> notTold = directory.officials().values().stream()
                .filter(official -> !names.contains(official.id()))
                .map(official -> new NotTold(official.id(), whyNot(official, policy))).toList();
        return new Route(desk, policy.name(), List.copyOf(told), notTold, boards(grade, area, type));
    }

    private List<Official> people(String audience) {
        return switch (pack.audiences().get(audience)) {
            case null -> List.of();
            case Audience.OnDuty(String roster) -> Rosters.onDuty(directory, roster, desk, pack.zone(), at);
            case Audience.Role(String role) -> directory.officials().values().stream()
                    .filter(official -> official.desk().equals(desk) && official.roles().contains(role)).toList();
        };
    }

    private String why(String audience) {
        return switch (pack.audiences().get(audience)) {
            case null -> "";
            case Audience.OnDuty(String roster) -> "on duty in roster " + roster + " then";
            case Audience.Role(String role) -> "has the role " + role;
        };
    }

    private String whyNot(Official official, EscalationPolicy policy) {
        if (!official.desk().equals(desk)) {
            return "belongs to desk " + official.desk() + ", and desk " + desk + " acts";
        }
        if (policy.channels().stream().noneMatch(channel -> official.address(channel).isPresent())) {
            return "has no address for " + policy.channels() + ", the means of policy " + policy.name();
        }
        List<String> rosters = policy.levels().stream().flatMap(List::stream).map(pack.audiences()::get)
                .filter(Audience.OnDuty.class::isInstance).map(audience -> ((Audience.OnDuty) audience).roster())
                .filter(roster -> directory.rosters().entries().stream().anyMatch(entry -> entry.name().equals(roster)
                        && entry.desk().equals(desk)
                        && entry.people().stream().anyMatch(group -> group.contains(official.id()))))
                .distinct().toList();
        return rosters.isEmpty()
                ? "stands in no audience of policy " + policy.name() + " (roles "
                        + official.roles().stream().sorted().toList() + ")"
                : "is on roster " + rosters.stream().collect(Collectors.joining(", ")) + ", and not on duty then";
    }

    private List<String> boards(@Nullable Grade grade, @Nullable String area, @Nullable String type) {
        List<String> boards = new ArrayList<>();
        for (BoardRule rule : pack.boards().rules()) {
            if (type != null && rule.types().contains(type)
                    && Grades.gravity(grade) >= Grades.gravity(rule.gradeAtLeast())) {
                String county = area == null ? "" : area.substring(0, Math.min(6, area.length()));
                directory.boards().values().stream().filter(board -> board.desk().equals(desk) && board.open())
                        .filter(board -> !rule.nearOnly() || board.area().startsWith(county))
                        .forEach(
                                board -> boards.add(board.id() + " by " + rule.provenance().id() + " after approval by "
                                        + pack.boards().ask()));
            }
        }
        return List.copyOf(boards);
    }
}
