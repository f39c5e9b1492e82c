namespace Angioboard.Core.Drawing.Layouts;

/// <summary>What is drawn on a page of its own size. Lengths are points.</summary>
internal interface IDrawing : IDisposable
{
    /// <summary>The page's width.</summary>
    float Width { get; }

    /// <summary>The page's height.</summary>
    float Height { get; }

    /// <summary>Draws it from the top left.</summary>
    void Draw(Sheet page);
}
