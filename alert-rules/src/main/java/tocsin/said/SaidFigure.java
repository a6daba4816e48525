package tocsin.said;

/// What a number in a text counts.
public enum SaidFigure {
    /// People dead.
    DEAD,
    /// People missing or out of touch.
    MISSING,
    /// People seriously injured.
    SERIOUSLY_INJURED,
    /// People lightly injured.
    LIGHTLY_INJURED,
    /// People injured, where the text does not say how badly; may include the other two.
    INJURED,
    /// People trapped or buried.
    TRAPPED,
    /// People moved to safety.
    EVACUATED,
    /// People in danger.
    AT_RISK,
    /// Loss in yuan.
    LOSS_CNY
}
