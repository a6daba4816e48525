package tocsin.said;

/// How a word beside a number widens it.
enum Rough {
    /// 约, 左右: a tenth to either side.
    ABOUT,
    /// 近: from nine tenths up to the number.
    NEARLY,
    /// 至少: from the number on.
    AT_LEAST,
    /// 超过: from one more than the number on.
    MORE_THAN,
    /// 至多: up to the number.
    AT_MOST,
    /// 不足: up to one less than the number.
    LESS_THAN
}
