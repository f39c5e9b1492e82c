using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Jobs.Comparison;

/// <summary>A metric of several runs.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Cells">One a run.</param>
public sealed record MetricRow(string Name, IReadOnlyList<MetricCell> Cells);

/// <summary>A metric of one run.</summary>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Interval">Its 95 % interval; null where there is none.</param>
/// <param name="Epoch">The epoch that reached it, from 0; null for values of no epoch.</param>
/// <param name="IsBest">No run of the row has a better one, and all saw the same data.</param>
/// <param name="Why">Why there is no value, where that is known.</param>
public sealed record MetricCell(double? Value, Interval? Interval = null, int? Epoch = null, bool IsBest = false, string? Why = null);
