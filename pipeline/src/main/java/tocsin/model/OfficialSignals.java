package tocsin.model;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tocsin.v1.OfficialSignal;

/// Lists of relayed warning signals (预警信号): each stands once, as its issuer last sent it.
public final class OfficialSignals {
    private static final int MOST = 20;

    private OfficialSignals() {}

    /// What stands of both, oldest first; the newest 20. Of two that are the same the one that was issued later stands,
    /// of two issued at the same time the latter.
    public static List<OfficialSignal> together(List<OfficialSignal> before, List<OfficialSignal> now) {
        List<OfficialSignal> standing = Stream.concat(before.stream(), now.stream())
                .sorted(Comparator.comparing(OfficialSignal::getIssuedAt)).toList();
        List<OfficialSignal> once = java.util.stream.IntStream.range(0, standing.size())
                .filter(i -> standing.subList(i + 1, standing.size()).stream()
                        .noneMatch(later -> isSame(standing.get(i), later)))
                .mapToObj(standing::get).toList();
        return List.copyOf(once.subList(Math.max(0, once.size() - MOST), once.size()));
    }

    /// Whether they are one signal: by the issuer's own id, or by what it is called where either has none.
    private static boolean isSame(OfficialSignal one, OfficialSignal other) {
        return one.getIssuer().equals(other.getIssuer())
                && (one.getReference() == null || other.getReference() == null
                        ? one.getTitle().equals(other.getTitle())
                        : Objects.equals(one.getReference(), other.getReference()));
    }
}
