package tocsin.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.escalation.Page;
import tocsin.escalation.Signal;
import tocsin.fanout.UpwardFanout;
import tocsin.internal.v1.BoardContact;
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
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// A message that did not arrive, at the desk: another means for the same person, then the next person, and a finding.
final class OutcomeTurn {
    private static final Provenance UNDELIVERED = new Provenance("D1", "工作要点第十条：装备运行状况", "现代化指挥调度");

    private final DeskTurn turn;

    OutcomeTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(DeliveryOutcome outcome) {
        Delivery delivery = outcome.getDelivery();
        boolean ended = delivery.getState() == DeliveryState.FAILED || delivery.getState() == DeliveryState.EXPIRED;
        String sentence = delivery.getChannel() + " to a recipient of " + delivery.getIncidentId()
                + (ended ? " ended as " + delivery.getState() : " has not arrived yet") + " (" + delivery.getReason()
                + "); check the address and the provider.";
        turn.event(TimelineKind.DELIVERY, delivery.getIncidentId(), "dispatch", UNDELIVERED.id(), sentence,
                Map.of("notificationId", delivery.getNotificationId()));
        if (ended) {
            turn.put(turn.finding(new FindingDraft(UNDELIVERED, Outcome.UNDELIVERED, List.of(), new Words(
                    delivery.getIncidentId() + "的一条" + delivery.getChannel() + "通知未送达（" + delivery.getState() + "，"
                            + delivery.getReason() + "）；请核对地址和通道。",
                    sentence)), null,
                    delivery.getIncidentId(), null));
        }
        if (delivery.getReason() == DeliveryReason.OPTED_OUT) {
            OptOut.note(turn, outcome.getRecipient());
        }
        if (delivery.getChannel() == ChannelKind.BOARD) {
            if (saysItIsLost(delivery.getReason())) {
                new BoardContactTurn(turn).take(new BoardContact(outcome.getRecipient(), true, delivery.getAt(),
                        String.valueOf(delivery.getReason())));
            }
            return;
        }
        Optional<Integer> upward = UpwardFanout.number(outcome.getStep());
        if (upward.isPresent()) {
            turn.stores.incident(delivery.getIncidentId()).ifPresent(file -> new SpecialReports(turn, "desk", Map.of())
                    .undelivered(file, upward.get(), outcome));
            return;
        }
        turn.stores.incident(delivery.getIncidentId())
                .filter(file -> file.getIncident().getState() == IncidentState.OPEN)
                .ifPresent(file -> failOver(file, outcome));
    }

    private static boolean saysItIsLost(@Nullable DeliveryReason reason) {
        return reason == DeliveryReason.NO_RECEIPT || reason == DeliveryReason.CONNECTION_FAILED
                || reason == DeliveryReason.TIMED_OUT || reason == DeliveryReason.BOARD_FAULT;
    }

    private void failOver(IncidentFile file, DeliveryOutcome outcome) {
        EscalationFile state = file.getEscalation();
        Pack began = turn.packOf(state.getPackHash());
        EscalationPolicy policy = began.policies().get(state.getPolicy());
        if (policy == null) {
            return;
        }
        String recipient = outcome.getRecipient();
        IncidentFile failed = IncidentFile.newBuilder(file)
                .setTold(ToldList.failed(file.getTold(), recipient, outcome.getDelivery().getChannel())).build();
        Set<ChannelKind> tried = file.getTold().stream().filter(told -> told.getRecipient().equals(recipient))
                .map(Told::getChannel).collect(Collectors.toSet());
        Page page = new Page(outcome.getStep() + "-F", policy.levels().getFirst(), policy, NotifyReason.FAILED_OVER,
                new Words("", "")).onPosts(state.getPosts());
        Optional<Notification> other = turn.fanout().failOver(page, failed, recipient, tried);
        if (other.isPresent()) {
            turn.put(other.get());
            turn.keep(file, IncidentFile.newBuilder(failed).setTold(ToldList.with(failed.getTold(), other.stream()
                    .toList())).build());
            turn.event(TimelineKind.PAGED, file.getIncident().getIncidentId(), "desk", policy.name(),
                    "another message failed: told by " + other.get().getChannel(),
                    Map.of("notificationId", other.get().getNotificationId()));
        } else if (nobodyLeft(failed, policy)) {
            new Paging(turn).signal(file, failed, new Signal.Unreachable());
        } else {
            turn.keep(file, failed);
        }
    }

    /// Whether nobody of the level that was paged last can be reached by any means.
    private boolean nobodyLeft(IncidentFile file, EscalationPolicy policy) {
        int level = file.getEscalation().getLevel();
        if (level < 1 || level > policy.levels().size()) {
            return false;
        }
        return turn.fanout().people(policy.levels().get(level - 1), file.getIncident()).stream()
                .allMatch(person -> ToldList.isUnreachable(file.getTold(), person));
    }
}
