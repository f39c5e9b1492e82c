namespace Angioboard.Core.Drawing;

/// <summary>A series of a figure.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">Places.</param>
/// <param name="Y">Values; those that are not finite leave a gap.</param>
/// <param name="Colour">Its colour as CSS writes it: <c>#0072b2</c>.</param>
/// <param name="Dash">Which of <see cref="PaperColours.Dashes"/> it has, 0 for a solid line.</param>
public sealed record FigureSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, string Colour, int Dash)
{
    /// <summary>A band around the line: x, low and high of each of its points.</summary>
    public IReadOnlyList<(double X, double Low, double High)> Band { get; init; } = [];

    /// <summary>Whether its points are shown where the figure shows points.</summary>
    public bool Markers { get; init; } = true;

    /// <summary>Drawn pale and not in the legend, such as the values under a smoothed line.</summary>
    public bool Faint { get; init; }
}
