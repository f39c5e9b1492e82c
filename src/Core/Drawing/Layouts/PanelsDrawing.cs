namespace Angioboard.Core.Drawing.Layouts;

/// <summary>Lays panels out at a width, and draws them.</summary>
internal sealed class PanelsDrawing : IDrawing
{
    private readonly FigureDrawing[] panels;
    private readonly (float X, float Y)[] places;

    public PanelsDrawing(FigurePanels figure, float width)
    {
        Width = width;
        float each = width / figure.Columns;
        panels = [.. figure.Panels.Select(panel => new FigureDrawing(panel, each))];
        places = new (float, float)[panels.Length];
        for (int first = 0; first < panels.Length; first += figure.Columns)
        {
            int end = Math.Min(panels.Length, first + figure.Columns);
            for (int i = first; i < end; i++) places[i] = ((i - first) * each, Height);
            Height += panels[first..end].Max(panel => panel.Height);
        }
    }

    public float Width { get; }

    public float Height { get; }

    public void Draw(Sheet page)
    {
        for (int i = 0; i < panels.Length; i++) page.Moved(places[i].X, places[i].Y, panels[i].Draw);
    }

    public void Dispose()
    {
        foreach (FigureDrawing panel in panels) panel.Dispose();
    }
}
