using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Dashboard.NewRun;

/// <summary>What turns a launch into a study: what its runs are repeated over, as typed.</summary>
public sealed record LaunchRepeat
{
    /// <summary>The number of folds by patient; empty for the dataset's own split.</summary>
    public string Folds { get; init; } = "";

    /// <summary>The seeds, such as <c>1-3</c>; empty for that of the settings.</summary>
    public string Seeds { get; init; } = "";

    /// <summary>The metric that decides which variant is best.</summary>
    public string Metric { get; init; } = MetricNames.AucOvrMacro;

    /// <summary>When variants that fall back are paused.</summary>
    public TypedSearch Search { get; init; } = new();
}
