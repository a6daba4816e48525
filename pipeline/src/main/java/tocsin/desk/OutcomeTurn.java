package tocsin.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tocsin.escalation.Page;
import tocsin.fanout.Fanout;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.EscalationFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Told;
import tocsin.model.FindingDraft;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.v1.ChannelKind;
import tocsin.v1.Delivery;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// A notification that will never arrive, at the desk: another means for the same person, and a finding.
final class OutcomeTurn {
    private static final Provenance UNDELIVERED = new Provenance("D1", "工作要点第十条：装备运行状况", "现代化指挥调度");

    private final DeskTurn turn;

    OutcomeTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(DeliveryOutcome outcome) {
        Delivery delivery = outcome.getDelivery();
        Optional<IncidentFile> known = turn.stores.incident(delivery.getIncidentId());
        String sentence = delivery.getChannel() + " to a recipient of " + delivery.getIncidentId() + " ended as "
                + delivery.getState() + " (" + delivery.getReason() + "); check the address and the provider.";
        turn.event(TimelineKind.DELIVERY, delivery.getIncidentId(), "dispatch", UNDELIVERED.id(), sentence,
                Map.of("notificationId", delivery.getNotificationId()));
        turn.put(turn.finding(new FindingDraft(UNDELIVERED, Outcome.UNDELIVERED, List.of(), sentence), null,
                delivery.getIncidentId(), null));
        known.filter(file -> file.getIncident().getState() == IncidentState.OPEN)
                .ifPresent(file -> failOver(file, outcome));
    }

    private void failOver(IncidentFile file, DeliveryOutcome outcome) {
        EscalationFile state = file.getEscalation();
        Pack began = turn.packOf(state.getPackHash());
        EscalationPolicy policy = began.policies().get(state.getPolicy());
        if (policy == null) {
            return;
        }
        Set<ChannelKind> tried = file.getTold().stream()
                .filter(told -> told.getRecipient().equals(outcome.getRecipient())).map(Told::getChannel)
                .collect(Collectors.toSet());
        Page page = new Page(outcome.getStep() + "-F", policy.levels().getFirst(), policy, NotifyReason.FAILED_OVER,
                new Words("", ""));
        Optional<Notification> other = new Fanout(turn.pack, turn.directory, turn.now).failOver(page, file,
                outcome.getRecipient(), tried);
        other.ifPresent(notification -> {
            turn.put(notification);
            List<Told> told = new ArrayList<>(file.getTold());
            told.add(new Told(notification.getRecipient(), notification.getChannel()));
            turn.keep(file, IncidentFile.newBuilder(file).setTold(told).build());
            turn.event(TimelineKind.PAGED, file.getIncident().getIncidentId(), "desk", policy.name(),
                    "another message failed: told by " + notification.getChannel(),
                    Map.of("notificationId", notification.getNotificationId()));
        });
    }
}
