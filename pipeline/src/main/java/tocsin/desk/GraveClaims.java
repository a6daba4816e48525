package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.SenderProof;
import tocsin.internal.v1.Statement;
import tocsin.model.OfficialAlerts;
import tocsin.model.Senders;
import tocsin.v1.Confidence;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Status;

/// A series of claims of grade I by one agency that nobody confirms, in a desk's index: the first reaches the leaders,
/// those that follow go to the duty officer, who verifies. One key that is stolen, or a program that has gone wrong, must
/// not wake the city's leaders once a second until they switch their telephones off.
///
/// Nothing is held back of an incident that a second agency states, that is confirmed, or that follows one that was.
final class GraveClaims {
    /// How long a claim that reached the leaders stands for those after it. It is a choice of this project's, not of a law.
    static final Duration WITHIN = Duration.ofHours(1);

    private final DeskTurn turn;

    GraveClaims(DeskTurn turn) {
        this.turn = turn;
    }

    /// Who claims: an agency that has proven to be it, or anybody who has not. What the duty desk wrote down itself is no
    /// claim of a key.
    ///
    /// @param name the agency; empty for all who have proven nothing, for they name themselves as they like
    record Claimant(String name) {
        static Optional<Claimant> of(AcceptedReport accepted) {
            return accepted.getProof() == SenderProof.DUTY_DESK
                    ? Optional.empty()
                    : Optional.of(new Claimant(
                            Senders.isProven(accepted.getProof()) ? accepted.getReport().getAgencyId() : ""));
        }

        boolean relays(OfficialAlert alert) {
            return name.isEmpty() ? !alert.getProven() : alert.getProven() && alert.getAgencyId().equals(name);
        }

        boolean states(Statement statement) {
            return name.isEmpty() ? !statement.getProven()
                    : statement.getProven() && statement.getAgencyId().equals(name);
        }
    }

    /// Whether this claim follows another one of the same claimant that has reached the leaders and that nobody has
    /// confirmed.
    boolean isFollowing(IncidentFile file, Claimant claimant, @Nullable Grade grade) {
        return grade == Grade.I && isAlone(file, claimant) && last(file.getIncident().getStatus(), claimant)
                .filter(last -> !last.incidentId().equals(file.getIncident().getIncidentId()))
                .filter(last -> last.at().plus(WITHIN).isAfter(turn.now))
                .flatMap(last -> turn.stores.standing(last.incidentId()))
                .filter(first -> isOpen(first.getIncident()) && isAlone(first, claimant)).isPresent();
    }

    /// Notes that this claim has reached the leaders.
    void reachedLeaders(IncidentFile file, Claimant claimant, @Nullable Grade grade) {
        if (grade == Grade.I && isAlone(file, claimant)) {
            turn.stores.index().put(key(file.getIncident().getStatus(), claimant),
                    file.getIncident().getIncidentId() + " " + turn.now.toEpochMilli());
        }
    }

    private static boolean isOpen(Incident incident) {
        return incident.getState() == IncidentState.OPEN || incident.getState() == IncidentState.ACKNOWLEDGED;
    }

    /// Whether nobody else says so.
    private static boolean isAlone(IncidentFile file, Claimant claimant) {
        return file.getIncident().getConfidence() != Confidence.CONFIRMED && file.getStatements().stream()
                .allMatch(claimant::states) && OfficialAlerts.standing(file).stream().allMatch(claimant::relays);
    }

    private record Last(String incidentId, Instant at) {}

    private Optional<Last> last(Status status, Claimant claimant) {
        return Optional.ofNullable(turn.stores.index().get(key(status, claimant))).map(kept -> {
            int space = kept.lastIndexOf(' ');
            return new Last(kept.substring(0, space), Instant.ofEpochMilli(Long.parseLong(kept.substring(space + 1))));
        });
    }

    private String key(Status status, Claimant claimant) {
        return String.join("\u0000", "grave-claim", turn.desk, status.name(), claimant.name());
    }
}
