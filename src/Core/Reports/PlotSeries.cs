namespace Angioboard.Core.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">Places.</param>
/// <param name="Y">Values; what is not finite leaves a gap.</param>
/// <param name="Order">Which colour and dashes it has.</param>
/// <param name="Figure">What the legend says after the name; never cut short, as long names are.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Order, string Figure = "");
