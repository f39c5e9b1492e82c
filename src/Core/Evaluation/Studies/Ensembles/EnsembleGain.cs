using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Studies.Figures;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>What an ensemble gains: its figure beside the mean figure of its members on the same exams.</summary>
/// <param name="Ensemble">The ensemble's figure; null if undefined.</param>
/// <param name="Members">The mean of its members' figures.</param>
/// <param name="Gain">The first less the second.</param>
/// <param name="Interval">The gain's 95 % interval over patients; null if it was not drawn, or cannot be.</param>
public sealed record EnsembleGain(double? Ensemble, double? Members, double? Gain, Interval? Interval = null)
{
    internal static EnsembleGain Of(double ensemble, double members, Interval? interval = null) =>
        double.IsNaN(ensemble) || double.IsNaN(members)
            ? new EnsembleGain(null, null, null)
            : new EnsembleGain(ensemble, members, ensemble - members, interval);

    /// <summary>The gain's interval over patients; null if there are too few of a class.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="exams">The exams.</param>
    /// <param name="whole">For each draw, whether it holds every class.</param>
    /// <param name="ensemble">The ensemble's figure in each draw.</param>
    /// <param name="members">The members' mean in the same draws.</param>
    internal static Interval? IntervalOf(string metric, DrawnExams exams, bool[] whole, double[] ensemble, double[] members)
    {
        if (exams.TooFew(metric) is not null) return null;
        double[] gains = [.. ensemble.Zip(members, (together, alone) => together - alone)];
        double[] kept = MetricNames.NeedEveryClass.Contains(metric) ? [.. gains.Where((_, draw) => whole[draw])] : gains;
        return Bootstrap.IntervalOf(kept, gains.Length - kept.Length);
    }
}
