package tocsin.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tocsin.audit.Breach.Kind;
import tocsin.desk.Chronicle;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;

/// The timeline of a deployment as it was read, verified link by link: some 400 bytes an event.
public final class Trail {
    private static final String BEGINNING = "0".repeat(64);

    private final SortedMap<String, List<Link>> desks = new TreeMap<>();
    private final List<Breach> breaches = new ArrayList<>();
    private int events;
    private int checkpoints;

    /// What of an event the chain is made of.
    private record Link(long sequence, String previousHash, String hash, String place) {}

    /// What was found.
    ///
    /// @param events how many events were read
    /// @param checkpoints how many checkpoints they were held against
    /// @param heads the last event's number of each desk
    /// @param breaches everything that is wrong, in the order of desks and numbers
    public record Verified(int events, int checkpoints, SortedMap<String, Long> heads, List<Breach> breaches) {
        public Verified {
            heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
            breaches = List.copyOf(breaches);
        }

        /// Whether nothing is wrong.
        public boolean holds() {
            return breaches.isEmpty();
        }
    }

    /// The next event, in the order it lies in.
    public void event(TimelineEvent event, String place) {
        events++;
        desks.computeIfAbsent(event.getDesk(), desk -> new ArrayList<>())
                .add(new Link(event.getSequence(), event.getPreviousHash(), event.getHash(), place));
        if (!Chronicle.hash(event).equals(event.getHash())) {
            breaches.add(new Breach(Kind.ALTERED, event.getDesk(), event.getSequence(), place,
                    "is not what its hash says; something in it was changed"));
        }
    }

    /// Bytes that lie where an event should.
    public void unreadable(String place, String why) {
        breaches.add(new Breach(Kind.UNREADABLE, "", 0, place, "is no event: " + why));
    }

    /// Something else that is wrong.
    public void add(Breach breach) {
        breaches.add(breach);
    }

    /// Verifies everything that was read against itself and against these checkpoints.
    public Verified verify(List<TimelineCheckpoint> seen) {
        desks.forEach(this::chain);
        Map<String, Map<Long, Set<String>>> hashes = new HashMap<>();
        desks.forEach((desk, links) -> links.forEach(link -> hashes.computeIfAbsent(desk, key -> new HashMap<>())
                .computeIfAbsent(link.sequence(), key -> new HashSet<>()).add(link.hash())));
        seen.stream().sorted(Comparator.comparing(TimelineCheckpoint::getDesk)
                .thenComparingLong(TimelineCheckpoint::getSequence))
                .forEach(checkpoint -> held(checkpoint, hashes.getOrDefault(checkpoint.getDesk(), Map.of())));
        SortedMap<String, Long> heads = new TreeMap<>();
        desks.forEach((desk, links) -> heads.put(desk,
                links.stream().mapToLong(Link::sequence).max().orElse(0)));
        breaches.sort(Comparator.comparing(Breach::desk).thenComparingLong(Breach::sequence)
                .thenComparing(Breach::kind));
        return new Verified(events, checkpoints, heads, breaches);
    }

    private void chain(String desk, List<Link> read) {
        long highest = 0;
        Set<Long> numbers = new HashSet<>();
        List<Link> links = new ArrayList<>();
        for (Link link : read) {
            if (!numbers.add(link.sequence())) {
                breaches.add(new Breach(Kind.DUPLICATED, desk, link.sequence(), link.place(),
                        "another event has this number already; one of the two is foreign"));
                continue;
            }
            if (link.sequence() < highest) {
                breaches.add(new Breach(Kind.REORDERED, desk, link.sequence(), link.place(),
                        "lies behind event " + highest + ", which came after it"));
            }
            highest = Math.max(highest, link.sequence());
            links.add(link);
        }
        links.sort(Comparator.comparingLong(Link::sequence));
        long last = 0;
        String head = BEGINNING;
        for (Link link : links) {
            if (link.sequence() > last + 1) {
                breaches.add(new Breach(Kind.MISSING, desk, last + 1, link.place(), (link.sequence() - last - 1)
                        + " events are not there, before this one"));
            } else if (!link.previousHash().equals(head)) {
                breaches.add(new Breach(Kind.BROKEN_LINK, desk, link.sequence(), link.place(),
                        last == 0
                                ? "does not begin the chain"
                                : "does not continue event " + last + "; one of the two was changed"));
            }
            last = link.sequence();
            head = link.hash();
        }
    }

    private void held(TimelineCheckpoint checkpoint, Map<Long, Set<String>> hashes) {
        checkpoints++;
        long last = hashes.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        String place = "the checkpoint of " + checkpoint.getAt();
        if (checkpoint.getSequence() > last) {
            // One cut is one breach, however many checkpoints have seen what was cut off.
            breaches.removeIf(
                    breach -> breach.kind() == Kind.TRUNCATED && breach.desk().equals(checkpoint.getDesk()));
            breaches.add(new Breach(Kind.TRUNCATED, checkpoint.getDesk(), last + 1, place,
                    "the timeline ends with event " + last + "; the checkpoint saw event " + checkpoint.getSequence()));
        } else if (hashes.containsKey(checkpoint.getSequence())
                && !hashes.getOrDefault(checkpoint.getSequence(), Set.of()).contains(checkpoint.getHash())) {
            breaches.add(new Breach(Kind.REWRITTEN, checkpoint.getDesk(), checkpoint.getSequence(), place,
                    "the checkpoint saw another event; everything up to it may have been written anew"));
        }
    }
}
