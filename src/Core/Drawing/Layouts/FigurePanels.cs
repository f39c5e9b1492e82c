namespace Angioboard.Core.Drawing.Layouts;

/// <summary>Figures of one kind in rows, such as one for each class.</summary>
/// <param name="Title">What they show together.</param>
/// <param name="Panels">The figures.</param>
/// <param name="Columns">How many are beside one another.</param>
public sealed record FigurePanels(string Title, IReadOnlyList<Figure> Panels, int Columns);
