package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.intake.OrderForm;
import tocsin.intake.Role;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Grade;
import tocsin.v1.RejectReason;

/// Every order ends in exactly one word of what became of it.
class OrderOutcomesTest {
    private final City city = new City();
    private String incident = "";

    private void fire() {
        incident = city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)))
                .getIncidentId();
    }

    private CommandOutcome last() {
        return city.commandOutcomes().getLast();
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void anOrderOfEveryActionEndsInExactlyOneOutcome(Action action) {
        // Given
        fire();
        int before = city.commandOutcomes().size();

        // When
        city.command("leader-zhao", "ADMINISTRATOR", action, incident, "http", Map.of());

        // Then
        assertEquals(before + 1, city.commandOutcomes().size());
        assertEquals(List.of("c1", action, incident, "leader-zhao"), List.of(last().getCommandId(), last().getAction(),
                last().getIncidentId(), last().getBy()));
        boolean refused = city.rejected().size() == 1;
        assertEquals(refused ? CommandState.REFUSED : CommandState.DONE, last().getState());
        assertEquals(refused, !last().getReasons().isEmpty());
        assertFalse(last().getDetail().isBlank());
    }

    @Test
    void whatWasDoneIsSaidInTheTimelinesWords() {
        // Given
        fire();

        // When
        city.order("duty-brown", "DUTY_OFFICER", Action.ACKNOWLEDGE, incident, Map.of(), "on my way");

        // Then
        assertEquals("acknowledged: on my way", last().getDetail());
        assertTrue(last().getChanged());
    }

    @ParameterizedTest
    @EnumSource(value = Action.class, names = {"ACKNOWLEDGE", "CLOSE", "CONFIRM", "RETRACT"})
    void whatWasSoAlreadyIsDoneAndSaysThatNothingChanged(Action action) {
        // Given
        fire();
        city.order("duty-brown", "DUTY_OFFICER", action, incident, Map.of(), "the first");
        city.after(Duration.ofSeconds(30));
        assertTrue(last().getChanged());

        // When
        city.order("duty-brown", "DUTY_OFFICER", action, incident, Map.of(), "the second");

        // Then
        assertEquals(CommandState.DONE, last().getState());
        assertFalse(last().getChanged());
        assertTrue(last().getDetail().startsWith("nothing changed, it was so already: the incident is "),
                last()::getDetail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ACKNOWLEDGE | DUTY_OFFICER | INCIDENT             | -                     | DONE    | -                 | -
            ACKNOWLEDGE | DUTY_OFFICER | 370200-20260302-0099 | -                     | REFUSED | NO_SUCH_INCIDENT  | incidentId
            ACKNOWLEDGE | ANALYST      | INCIDENT             | -                     | REFUSED | UNAUTHORISED      | action
            SILENCE     | DUTY_OFFICER | INCIDENT             | -                     | REFUSED | UNKNOWN_ACTION    | action
            NOTE        | DUTY_OFFICER | INCIDENT             | -                     | REFUSED | MISSING_FIELD     | note
            ESCALATE    | DUTY_OFFICER | INCIDENT             | level=3               | REFUSED | UNKNOWN_FIELD     | arguments.level
            MERGE       | DUTY_OFFICER | INCIDENT             | -                     | REFUSED | MISSING_FIELD     | arguments.into
            MERGE       | DUTY_OFFICER | INCIDENT             | into=370200-20260302-0098 | REFUSED | INVALID_VALUE | arguments.into
            APPROVE     | APPROVER     | INCIDENT             | message=7             | REFUSED | INVALID_VALUE     | arguments.message
            APPROVE     | DUTY_OFFICER | INCIDENT             | -                     | REFUSED | UNAUTHORISED      | action
            PUBLISH     | DUTY_OFFICER | INCIDENT             | template=no boards=no | REFUSED | INVALID_VALUE     | arguments.template
            FORWARD     | DUTY_OFFICER | INCIDENT             | sign=1                | REFUSED | INVALID_VALUE     | arguments.sign
            USE         | DUTY_OFFICER | 370200               | agencyId=a reportId=b as=special | REFUSED | INVALID_VALUE | arguments.reportId
            """)
    void whatIsRefusedNamesTheReasonAndTheField(Action action, String role, String of, String arguments,
            CommandState state, RejectReason reason, String field) {
        // Given
        fire();
        Map<String, String> given = arguments == null
                ? Map.of()
                : java.util.Arrays.stream(arguments.split(" ")).map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        // When
        city.command("somebody", role, action, of.equals("INCIDENT") ? incident : of, "http", given);

        // Then
        assertEquals(state, last().getState(), last()::getDetail);
        assertEquals(reason, last().getReasons().isEmpty() ? null : last().getReasons().getFirst().getReason());
        assertEquals(field, last().getReasons().isEmpty() ? null : last().getReasons().getFirst().getField());
    }

    @Test
    void theSameOrderAgainHasNoSecondOutcomeAndAnotherUnderItsIdIsRefused() {
        // Given
        fire();
        Command first = new Command("c-1", incident, Action.ACKNOWLEDGE, "duty-wang", "http", city.now(), Map.of(),
                null);
        order(first);

        // When
        order(Command.newBuilder(first).setAt(city.now().plusSeconds(5)).build());
        int afterTheSame = city.commandOutcomes().size();
        order(Command.newBuilder(first).setNote("other words").build());

        // Then
        assertEquals(1, afterTheSame);
        assertEquals(RejectReason.ID_REUSED, last().getReasons().getFirst().getReason());
        assertEquals(CommandState.DONE, city.commandOutcomes().getFirst().getState());
    }

    private void order(Command command) {
        city.append(new tocsin.internal.v1.InboxRecord("370200",
                new tocsin.internal.v1.Origin("tocsin.commands", 0, (long) city.inbox().size(), "00"),
                new tocsin.internal.v1.AuthenticatedCommand(command, "DUTY_OFFICER", city.now())));
    }

    @Test
    void everyEventOfAnOrderNamesIt() {
        // Given
        fire();
        int before = city.timeline().size();

        // When
        city.command("duty-brown", Action.RETRACT, incident);

        // Then
        city.timeline().subList(before, city.timeline().size())
                .forEach(event -> assertEquals("c1", event.getDetail().get("commandId"), event::toString));
        assertTrue(city.timeline().size() > before);
    }

    @Test
    void theFormOfAnOrderIsJudgedAlikeWhereverItComesFrom() {
        // Given
        fire();
        Command wrong = new Command("c-9", "no name", Action.DECIDE, "duty-wang", "http", city.now(),
                Map.of("decision", "perhaps", "colour", "red"), null);

        // When
        order(wrong);

        // Then
        assertEquals(OrderForm.refusals(wrong, Role.DUTY_OFFICER), last().getReasons());
        assertEquals(List.of("incidentId", "arguments.colour", "arguments.findingId", "arguments.decision"),
                last().getReasons().stream().map(tocsin.v1.Refusal::getField).toList());
    }
}
