using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Paired.Decisions;

/// <summary>McNemar's test (1947) of two yes-or-no answers for the same exams: whether one run says yes more often.</summary>
public sealed record McNemarTest
{
    /// <summary>The class that it is about; null for all exams.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Class { get; init; }

    /// <summary>Exams by the first run's answer (rows: yes, no) and the second's (columns).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Table { get; init; }

    /// <summary>The exact p-value, by the binomial distribution.</summary>
    public required double ExactP { get; init; }

    /// <summary>The mid-p-value (Fagerland, Lydersen and Laake, 2013), which is less cautious than the exact one.</summary>
    public required double MidP { get; init; }

    /// <summary>The χ² of one degree of freedom; null where the answers differ for no exam.</summary>
    public required double? Chi2 { get; init; }

    /// <summary>Its p-value.</summary>
    public required double? Chi2P { get; init; }

    /// <summary>χ² with Edwards's correction (1948), not below 0.</summary>
    public required double? CorrectedChi2 { get; init; }

    /// <summary>Its p-value.</summary>
    public required double? CorrectedP { get; init; }

    /// <summary>Why χ² is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Undefined { get; init; }

    /// <summary>Exams for which only the first run says yes.</summary>
    [JsonIgnore]
    public int OnlyFirst => Table[0][1];

    /// <summary>Exams for which only the second run says yes.</summary>
    [JsonIgnore]
    public int OnlySecond => Table[1][0];

    /// <summary>The test of two runs' answers.</summary>
    internal static McNemarTest Of(IEnumerable<(bool First, bool Second)> answers, int? c = null)
    {
        int both = 0, first = 0, second = 0, none = 0;
        foreach ((bool a, bool b) in answers)
        {
            if (a && b) both++;
            else if (a) first++;
            else if (b) second++;
            else none++;
        }
        return Of(both, first, second, none) with { Class = c };
    }

    /// <summary>The test of a table.</summary>
    internal static McNemarTest Of(int both, int onlyFirst, int onlySecond, int none)
    {
        int differ = onlyFirst + onlySecond, fewer = Math.Min(onlyFirst, onlySecond);
        double exact = Math.Min(1, 2 * Tails.FairCoin(differ, fewer)), once = Tails.FairCoinExactly(differ, fewer);
        double apart = Math.Abs(onlyFirst - onlySecond), corrected = Math.Max(0, apart - 1);
        double? chi2 = differ == 0 ? null : apart * apart / differ, lower = differ == 0 ? null : corrected * corrected / differ;
        return new McNemarTest
        {
            Table = [[both, onlyFirst], [onlySecond, none]],
            ExactP = differ == 0 ? 1 : exact,
            MidP = differ == 0 ? 1 : onlyFirst == onlySecond ? 1 - once : exact - once,
            Chi2 = chi2,
            Chi2P = chi2 is { } x ? Tails.ChiSquare(x, 1) : null,
            CorrectedChi2 = lower,
            CorrectedP = lower is { } y ? Tails.ChiSquare(y, 1) : null,
            Undefined = differ == 0 ? "the two answers are the same for every exam" : null,
        };
    }
}
