using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Selective;

/// <summary>
/// How many exams are wrong if the least sure are left to a doctor: <c>risk_coverage</c> in evaluation.json. Exams are in the order of
/// their largest probability, ties in the order of the file.
/// </summary>
public sealed record RiskCoverage
{
    /// <summary>The share of wrong ones among the k surest exams, for k from 1 to all.</summary>
    public required IReadOnlyList<double> Risk { get; init; }

    /// <summary>Their mean: the area under the curve of risk by coverage.</summary>
    public required double Area { get; init; }

    /// <summary>
    /// The mean of wrong ones among the k surest, as a share of all exams (AUGRC: Traub et al., 2024): also fair between models of another
    /// accuracy. 0 to 0.5.
    /// </summary>
    public required double Augrc { get; init; }

    /// <summary>What it gains to read the least sure; null for fewer than five exams.</summary>
    public required RiskOfRest? Rest { get; init; }
}

/// <summary>What is wrong among the rest once a doctor has read the exams that the model is least sure of.</summary>
/// <param name="Read">The share of exams read.</param>
/// <param name="Kept">Exams left to the model.</param>
/// <param name="Risk">The share of these that are wrong.</param>
/// <param name="Interval">Its 95 % interval, by patients.</param>
/// <param name="RiskOfAll">The share of all exams that are wrong.</param>
public sealed record RiskOfRest(double Read, int Kept, double Risk, Interval Interval, double RiskOfAll);
