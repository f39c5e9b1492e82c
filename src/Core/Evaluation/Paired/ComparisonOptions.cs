using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>Options of a comparison.</summary>
/// <param name="Metric">The metric that decides: the one that is corrected for several runs.</param>
/// <param name="Reference">The run that every other is compared with; null for all pairs.</param>
/// <param name="Resamples">How many draws of patients.</param>
public sealed record ComparisonOptions(
    string Metric = MetricNames.AucOvrMacro, string? Reference = null, int Resamples = ComparisonOptions.UsualResamples)
{
    /// <summary>With as many, a limit's own error is 3 % of the standard error.</summary>
    public const int UsualResamples = 10_000;

    // Twenty runs then need 260 MB.
    private const int FewestResamples = 100, MostResamples = 100_000;

    /// <summary>Refuses an unknown metric and a useless number of resamples.</summary>
    /// <exception cref="InputException">They are not valid.</exception>
    internal void Require()
    {
        if (MetricNames.SameAs(Metric) is { } same) throw new InputException($"metric: {Metric} is the same as {same}; give {same}");
        if (!PairedMetrics.Names.Contains(Metric))
            throw new InputException($"metric: {Metric} is not one of {string.Join(", ", PairedMetrics.Names)}");
        if (Resamples is < FewestResamples or > MostResamples)
            throw new InputException($"resamples: {Resamples} is not within {FewestResamples} and {MostResamples}");
    }
}
