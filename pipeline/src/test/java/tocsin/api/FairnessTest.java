package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tocsin.observe.Meters;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;

/// Nobody takes what others need.
class FairnessTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void oneOwnerHasAPartOfTheSeats() throws InterruptedException {
        FairSeats seats = new FairSeats(4, 2, 0, Duration.ZERO);
        assertTrue(seats.take("a"));
        assertTrue(seats.take("a"));
        assertFalse(seats.take("a"));
        assertTrue(seats.take("b"));
        assertTrue(seats.take("c"));
        assertFalse(seats.take("d"), "all are taken");
        seats.give("c");
        assertTrue(seats.takeNow("d"));
    }

    @Test
    void whoHasTheFewestSeatsIsNext() throws InterruptedException {
        // Given: all seats are one owner's, and another of his requests came first
        FairSeats seats = new FairSeats(2, 2, 10, LONG);
        assertTrue(seats.takeNow("flood") && seats.takeNow("flood"));
        List<String> seated = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (String owner : List.of("flood", "flood", "normal")) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    if (seats.take(owner)) {
                        seated.add(owner);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            tocsin.doubles.Until.holds(owner + " waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        // When
        seats.give("flood");

        // Then
        threads.getLast().join();
        assertEquals(List.of("normal"), seated);
        seats.give("flood");
        seats.give("normal");
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void ownersTakeTurnsAtTheWork() throws InterruptedException {
        // Given: one thread, busy, and three pieces of one owner before one of another
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        try (FairWorkers workers = new FairWorkers("test", 1)) {
            for (String owner : List.of("busy", "flood", "flood", "flood", "normal")) {
                Thread thread = Thread.ofVirtual().start(() -> workers.call(owner, () -> {
                    go.await();
                    return done.add(owner);
                }));
                threads.add(thread);
                tocsin.doubles.Until.holds(owner + " waits", () -> thread.getState() == Thread.State.WAITING);
            }

            // When
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        // Then
        assertEquals(List.of("busy", "flood", "normal", "flood", "flood"), done);
    }

    @Test
    void whatAPieceOfWorkThrowsIsItsCallersAndTheThreadLives() {
        try (FairWorkers workers = new FairWorkers("test", 1)) {
            assertThrows(StackOverflowError.class, () -> workers.call("a", () -> {
                throw new StackOverflowError();
            }));
            assertEquals(400, assertThrows(ApiException.class, () -> workers.call("a", () -> {
                throw RequestBody.malformed("x");
            })).status());
            assertEquals(1, workers.call("a", () -> 1));
        }
    }

    @Test
    void bytesAreBoundedInAllAndByOwner() {
        ByteBudget budget = new ByteBudget(100, 50);
        assertTrue(budget.take("a", 50));
        assertFalse(budget.take("a", 1));
        assertTrue(budget.take("b", 50));
        assertFalse(budget.take("c", 1));
        budget.give("a", 50);
        assertTrue(budget.take("c", 1));
        assertEquals(51, budget.held());
    }

    @Test
    void wrongKeysAreSlowedByAddressAndAllTogether() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WrongKeys wrong = new WrongKeys(10, now::get, new Meters(registry));

        // When, Then
        IntStream.range(0, 10).forEach(i -> assertEquals(401, wrong.tried("a", "bearer").status()));
        ApiException slowed = wrong.tried("a", "bearer");
        assertEquals(429, slowed.status());
        assertTrue(slowed.retryAfterSeconds().orElseThrow() >= 6);
        assertEquals(401, wrong.tried("b", "session").status(), "another address");
        assertEquals(1, registry.counter("tocsin.signin.failures", "way", "bearer", "answer", "slowed").count());

        // And when time has passed
        now.set(now.get().plusSeconds(6));
        assertEquals(401, wrong.tried("a", "bearer").status());
        assertEquals(429, wrong.tried("a", "bearer").status());

        // And when many addresses try
        long answered = IntStream.range(0, 1_000).filter(i -> wrong.tried("x" + i, "bearer").status() == 401).count();
        assertTrue(answered <= 200, () -> "answered: " + answered);
    }

    @Test
    void refusalsOfAnAnswerAndNotesAreBounded() throws Exception {
        RequestAnswer answer = new RequestAnswer();
        List<Refusal> refusals = Collections.nCopies(150, new Refusal(RejectReason.MISSING_FIELD, "a", "is missing"));
        for (int i = 0; i < 10_000; i++) {
            answer.refused(422, refusals);
            answer.mayNote();
        }
        String json = new String(answer.json().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(RequestAnswer.PER_REQUEST, json.split("MISSING_FIELD", -1).length - 1);
        assertEquals(10_000, json.split("\"status\":422", -1).length - 1);
        assertTrue(json.contains("\"errorsNotListed\":150"), () -> json.substring(0, 500));
        assertEquals(10_000 - RequestAnswer.NOTES, answer.notesLeftOut());
    }

    @Test
    void notesOfRefusalsHoldNobodyUpWhileTheBrokerIsAway() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        RefusalNotes notes = new RefusalNotes(note -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, new Meters(registry));
        try {
            for (int i = 0; i < 20_000; i++) {
                notes.offer(new tocsin.v1.Rejected("http:/x", -1, -1L, "a", null, 1, "", List.of(), Instant.EPOCH));
            }
            assertTrue(registry.counter("tocsin.http.over.bound", "bound", "refusal_notes").count() >= 5_000);
        } finally {
            notes.close();
        }
    }
}
