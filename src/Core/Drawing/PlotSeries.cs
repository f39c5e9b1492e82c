namespace Angioboard.Core.Drawing;

/// <summary>A line of a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">Places.</param>
/// <param name="Y">Values; non-finite values leave a gap.</param>
/// <param name="Style">Its colour and dashes.</param>
/// <param name="Figure">Suffix of the name in the legend; never shortened, unlike long names.</param>
/// <param name="Faint">Drawn pale, and not in the legend.</param>
internal sealed record PlotSeries(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, LineStyle Style, string Figure = "", bool Faint = false);
