package tocsin.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tocsin.internal.v1.Told;
import tocsin.v1.ChannelKind;
import tocsin.v1.Notification;

/// Who was told of an incident by which means, each once, in the order they were first told.
final class ToldList {
    private ToldList() {}

    /// The list with these notifications' recipients; what is told anew counts as reaching again.
    static List<Told> with(List<Told> before, List<Notification> notifications) {
        Map<String, Told> told = byWay(before);
        notifications.forEach(notification -> told.put(way(notification.getRecipient(), notification.getChannel()),
                new Told(notification.getRecipient(), notification.getChannel(), false)));
        return new ArrayList<>(told.values());
    }

    /// The list with this recipient not reached by this means.
    static List<Told> failed(List<Told> before, String recipient, ChannelKind channel) {
        Map<String, Told> told = byWay(before);
        told.computeIfPresent(way(recipient, channel), (key, was) -> new Told(recipient, channel, true));
        return new ArrayList<>(told.values());
    }

    /// Whether this person was told, and by no means reached.
    static boolean isUnreachable(List<Told> told, String recipient) {
        List<Told> his = told.stream().filter(way -> way.getRecipient().equals(recipient)).toList();
        return !his.isEmpty() && his.stream().allMatch(Told::getFailed);
    }

    private static Map<String, Told> byWay(List<Told> before) {
        Map<String, Told> told = new LinkedHashMap<>();
        before.forEach(way -> told.put(way(way.getRecipient(), way.getChannel()), way));
        return told;
    }

    private static String way(String recipient, ChannelKind channel) {
        return recipient + " " + channel;
    }
}
