namespace Angioboard.Core.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">Places.</param>
/// <param name="Y">Values; non-finite values leave a gap.</param>
/// <param name="Order">Index of its colour and dashes.</param>
/// <param name="Figure">Suffix of the name in the legend; never shortened, unlike long names.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Order, string Figure = "");
