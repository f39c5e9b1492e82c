using Angioboard.Core.Evaluation.Metrics;

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
}
