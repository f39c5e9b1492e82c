using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>A metric of an ensemble, beside the mean of its members' on the same exams. Intervals are of 95 %, over patients.</summary>
/// <param name="Ensemble">The ensemble's figure; null if undefined.</param>
/// <param name="EnsembleInterval">Its interval; null if there is none.</param>
/// <param name="Members">The mean of its members' figures; null without one.</param>
/// <param name="MembersInterval">The mean's interval; null likewise.</param>
/// <param name="Gain">The ensemble's figure less the members' mean; null if one is.</param>
/// <param name="GainInterval">The gain's interval, from the same draws of patients; null if there is none.</param>
/// <param name="Undefined">Why the ensemble has no figure or no interval; null if it has both.</param>
public sealed record EnsembleMetric(
    double? Ensemble, Interval? EnsembleInterval, double? Members, Interval? MembersInterval, double? Gain, Interval? GainInterval,
    string? Undefined);
