namespace Angioboard.Core.Evaluation.Statistics;

/// <summary>95 % intervals of a share: how many of how many.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (1927): close to its level also for few tries and shares near 0 or 1.</summary>
    /// <param name="right">How many.</param>
    /// <param name="of">Of how many, at least 1. It may be less than the exams, where these count as fewer independent ones.</param>
    public static Limits Wilson(double right, double of)
    {
        double z2 = Tails.Normal975 * Tails.Normal975, share = right / of;
        double middle = (share + z2 / (2 * of)) / (1 + z2 / of);
        double half = Tails.Normal975 / (1 + z2 / of) * Math.Sqrt(share * (1 - share) / of + z2 / (4 * of * of));
        return new Limits(right == 0 ? 0 : middle - half, right == of ? 1 : middle + half);
    }

    /// <summary>The exact interval of Clopper and Pearson (1934): never below its level, and therefore wide.</summary>
    /// <param name="right">How many.</param>
    /// <param name="of">Of how many, at least 1.</param>
    public static Limits ClopperPearson(int right, int of) => new(
        right == 0 ? 0 : Tails.BetaQuantile(right, of - right + 1, 0.025),
        right == of ? 1 : Tails.BetaQuantile(right + 1, of - right, 0.975));
}
