package tocsin.desk;

import static tocsin.desk.Alerts.relay;
import static tocsin.desk.Alerts.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tocsin.dispatch.board.BoardPlan;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Verdict;

/// A city at night in which official alerts come, and what shows of them.
abstract class AlertsAtTheDesk {
    final City city = new City();
    final Instant start = city.now();

    Instant in(int minutes) {
        return start.plusSeconds(60L * minutes);
    }

    OfficialSignal rain(String reference, int hours) {
        return signal(reference, "暴雨橙色预警信号", city.now().minusSeconds(60), city.now().plus(Duration.ofHours(hours)));
    }

    Verdict sends(String id, OfficialSignal signal, Grade grade) {
        return city.report(relay(id, city.now(), signal, grade));
    }

    Incident incident(String id) {
        return city.incidents().get(id);
    }

    List<Incident> open() {
        return city.incidents().values().stream()
                .filter(one -> one.getState() != IncidentState.CLOSED && one.getState() != IncidentState.MERGED)
                .toList();
    }

    /// What people are told since then; boards are no people.
    List<Notification> pages(int since) {
        return city.notifications().stream().skip(since).filter(one -> one.getChannel() != ChannelKind.BOARD).toList();
    }

    int onBoards() {
        List<Notification> sent = city.notifications().stream()
                .filter(one -> one.getChannel() == ChannelKind.BOARD && one.getRecipient().equals("licang-square"))
                .toList();
        return BoardPlan.standing(sent, city.now()).size();
    }
}
