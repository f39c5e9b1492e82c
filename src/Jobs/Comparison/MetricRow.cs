using Angioboard.Core.Evaluation.Metrics;

namespace Angioboard.Jobs.Comparison;

/// <summary>A metric of several runs.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Cells">One per run.</param>
public sealed record MetricRow(string Name, IReadOnlyList<MetricCell> Cells);

/// <summary>A metric of one run.</summary>
/// <param name="Value">Its value; null if there is none.</param>
/// <param name="Interval">Its 95 % interval; null if there is none.</param>
/// <param name="Epoch">The epoch of the value, from 1; null if it belongs to no epoch.</param>
/// <param name="IsBest">No run in the row has a better one, and all used the same data.</param>
/// <param name="Why">Why there is no value, if known.</param>
public sealed record MetricCell(double? Value, Interval? Interval = null, int? Epoch = null, bool IsBest = false, string? Why = null);
