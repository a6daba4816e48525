package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tocsin.answers.Asked;
import tocsin.answers.Resolution;
import tocsin.fanout.AnswerFanout;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Reply;
import tocsin.model.Grades;
import tocsin.model.IncidentName;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Status;

/// Who may have written an SMS, and what the desk has asked them: the officials of the desk who share the telephone it came
/// from, and every incident they were told of that is not closed.
final class OpenAsks {
    /// Providers tell times in whole seconds. An answer older than the question is no answer to it.
    static final Duration WHOLE_SECONDS = Duration.ofSeconds(1);

    /// Days back in which a bare number finds an incident that was merged.
    private static final int DAYS = 3;

    private final List<Official> people;
    private final boolean first;
    private final List<Asked> told;
    private final Map<String, String> askedOf;

    private OpenAsks(List<Official> people, boolean first, List<Asked> told, Map<String, String> askedOf) {
        this.people = people;
        this.first = first;
        this.told = told;
        this.askedOf = askedOf;
    }

    static OpenAsks of(DeskTurn turn, Reply reply) {
        List<Official> sharing = sharing(turn.directory, reply.getOfficial());
        List<Official> people = sharing.stream().filter(official -> official.desk().equals(turn.desk)).toList();
        boolean first = sharing.isEmpty() || sharing.getFirst().desk().equals(turn.desk);
        TellIndex tells = turn.tells();
        record Ask(String official, Optional<Instant> at) {}
        Map<String, Ask> earliest = new LinkedHashMap<>();
        Comparator<Ask> byTime = Comparator.comparing(ask -> ask.at().orElse(Instant.MAX));
        for (String person : ids(people, reply)) {
            for (String incidentId : tells.toldOf(person)) {
                earliest.merge(incidentId, new Ask(person, tells.askedAt(person, incidentId)),
                        (one, other) -> byTime.compare(other, one) < 0 ? other : one);
            }
        }
        List<Asked> told = new ArrayList<>();
        Map<String, String> askedOf = new LinkedHashMap<>();
        Instant written = reply.getAt().plus(WHOLE_SECONDS);
        earliest.forEach((incidentId, ask) -> turn.stores.incident(incidentId)
                .filter(file -> file.getIncident().getState() != IncidentState.CLOSED).ifPresent(file -> {
                    Incident incident = file.getIncident();
                    // What an earlier release told is known since its opening.
                    Instant askedAt = ask.at().orElse(incident.getOpenedAt());
                    boolean real = incident.getStatus() == Status.ACTUAL || incident.getStatus() == Status.UNKNOWN;
                    told.add(new Asked(incidentId, waits(file), incident.getGrade(), real, askedAt,
                            !askedAt.isAfter(written)));
                    askedOf.put(incidentId, ask.official());
                }));
        return new OpenAsks(people, first, List.copyOf(told), askedOf);
    }

    private static List<Official> sharing(Directory directory, String official) {
        return Optional.ofNullable(directory.officials().get(official)).flatMap(known -> known.address(ChannelKind.SMS))
                .map(directory::withNumber).orElse(List.of());
    }

    /// The number may have been another one when the SMS came: its official is always one of them.
    private static List<String> ids(List<Official> people, Reply reply) {
        List<String> ids = new ArrayList<>(people.stream().map(Official::id).toList());
        if (!ids.contains(reply.getOfficial())) {
            ids.add(reply.getOfficial());
        }
        return ids;
    }

    private static boolean waits(IncidentFile file) {
        return switch (file.getEscalation().getPhase()) {
            case WAITING, EXHAUSTED -> true;
            case QUIET, ACKNOWLEDGED, CLOSED, UNKNOWN -> false;
        };
    }

    /// The officials of this desk who share the telephone, in the order of the directory; none where its number is nobody's
    /// any more.
    List<Official> people() {
        return people;
    }

    /// Whether this desk speaks for all whose officials share the telephone, where nothing waits at any.
    boolean isFirstDesk() {
        return first;
    }

    /// Every incident they were told of that is not closed.
    List<Asked> told() {
        return told;
    }

    /// What waits for an answer of theirs now, the gravest first.
    List<Asked> waiting() {
        return told.stream().filter(Asked::waits).sorted(Asked.GRAVEST_FIRST).toList();
    }

    /// What of it is not among these waits, as an answer tells of it.
    AnswerFanout.Waiting waitingBeside(List<String> acknowledged, DeskStores stores) {
        List<Asked> others = waiting().stream().filter(asked -> !acknowledged.contains(asked.incidentId())).toList();
        return told(others.stream().map(Asked::incidentId).toList(), stores);
    }

    /// These incidents, as an answer tells of them.
    AnswerFanout.Waiting told(List<String> incidentIds, DeskStores stores) {
        return new AnswerFanout.Waiting(incidentIds.stream().limit(AnswerFanout.listed())
                .flatMap(id -> stores.incident(id).stream()).map(IncidentFile::getIncident).toList(),
                incidentIds.size(), alike());
    }

    private Set<String> alike() {
        Map<Integer, List<String>> bySerial = told.stream().map(Asked::incidentId)
                .collect(Collectors.groupingBy(id -> IncidentName.parse(id).map(IncidentName::serial).orElse(0)));
        return bySerial.values().stream().filter(names -> names.size() > 1).flatMap(List::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// These codes, with the incident that stays in place of one that was merged into it: its number stands in messages that
    /// were sent before.
    ///
    /// @param codes as a text names incidents
    List<String> standing(List<String> codes, DeskTurn turn) {
        return codes.stream().map(code -> told.stream().anyMatch(asked -> Resolution.isMeant(code, asked.incidentId()))
                ? code
                : merged(code, turn).orElse(code)).distinct().toList();
    }

    private Optional<String> merged(String code, DeskTurn turn) {
        Set<String> known = told.stream().map(Asked::incidentId).collect(Collectors.toUnmodifiableSet());
        LocalDate today = LocalDate.ofInstant(turn.now, turn.pack.zone());
        Stream<String> names = code.matches("[0-9]{1,9}")
                ? IntStream.range(0, DAYS).mapToObj(today::minusDays)
                        .map(date -> new IncidentName(turn.desk, DateTimeFormatter.BASIC_ISO_DATE.format(date),
                                Integer.parseInt(code)).toString())
                : Stream.of(code, turn.desk + "-" + code);
        return names.flatMap(name -> turn.stores.incident(name).stream())
                .filter(file -> file.getIncident().getState() == IncidentState.MERGED)
                .flatMap(file -> turn.stores.standing(file).stream()).map(file -> file.getIncident().getIncidentId())
                .filter(known::contains).findFirst();
    }

    /// Whether anything of grade I or II waits for an answer of theirs.
    boolean isGraveWaiting() {
        return told.stream().anyMatch(asked -> asked.waits() && Grades.isGrave(asked.grade()));
    }

    /// Who of them was asked for this incident, and asked first; the reply's own official where none was.
    String personOf(String incidentId, Reply reply) {
        return Objects.requireNonNullElse(askedOf.get(incidentId), reply.getOfficial());
    }
}
