using Angioboard.Core.Drawing;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Charts.Saving;

/// <summary>Sends files that a page made to its browser.</summary>
internal static class FileSaver
{
    /// <summary>Offers a file as a download.</summary>
    public static async Task SaveAsync(IJSRuntime script, string name, string type, byte[] bytes)
    {
        await using IJSObjectReference module = await script.InvokeAsync<IJSObjectReference>("import", "./js/save.js");
        await module.InvokeVoidAsync("save", name, type, bytes);
    }

    /// <summary>Draws a figure beside the page's work and offers it.</summary>
    public static Task SaveAsync(IJSRuntime script, Figure figure, FigureChoice choice, Func<string, string> named)
    {
        (string extension, string type) = choice.Format switch
        {
            FigureFormat.Svg => ("svg", "image/svg+xml"),
            FigureFormat.Png => ("png", "image/png"),
            _ => ("pdf", "application/pdf"),
        };
        return FigureTurns.RunAsync(
            script, () => FigureFile.Bytes(figure, choice.Format, choice.Millimetres),
            bytes => SaveAsync(script, named(extension), type, bytes));
    }
}

/// <summary>A file format and a width in print, in millimetres.</summary>
public sealed record FigureChoice(FigureFormat Format, int Millimetres);
