using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Pages;
using Angioboard.Core.RunFolders;
using SkiaSharp;

namespace Angioboard.Core.Reports;

/// <summary>train_log.pdf: losses, metrics, learning rate and times over epochs, with the best epoch marked.</summary>
public static class TrainLogPdf
{
    /// <summary>Writes the pages that the epochs have values for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="epochs">In order; values that are null or not finite leave gaps.</param>
    /// <param name="selection">The metric that selects the best epoch: <c>val_loss</c>.</param>
    /// <param name="maximize">Whether the largest value is best, not the smallest.</param>
    /// <param name="source">The run and dataset named below the headings.</param>
    /// <exception cref="InputException">The file cannot be written, or no font is installed.</exception>
    public static void Write(string path, IReadOnlyList<EpochRecord> epochs, string selection, bool maximize, ReportSource? source = null)
    {
        TrainLog log = new(epochs, selection, maximize);
        string note = ReportSource.Below(log.BestNote, source);
        PdfReport.Write(path, "Training log", pdf =>
        {
            pdf.Page("Loss", note, page => Draw(page, log, [log.Panel("loss")]));
            foreach (string[] names in log.Metrics.Chunk(4))
            {
                pdf.Page("Metrics", note, page => Draw(page, log, [.. names.Select(log.Panel)]));
            }
            if (log.LearningRate() is { } rate) pdf.Page("Learning rate", note, page => Draw(page, log, [rate]));
            TrainLogPanel[] times = log.Times();
            if (times.Length > 0) pdf.Page("Time", note, page => Draw(page, log, times));
        });
    }

    private static void Draw(Sheet page, TrainLog log, TrainLogPanel[] panels)
    {
        SKRect room = PdfPage.Content;
        int columns = panels.Length > 1 ? 2 : 1, rows = (panels.Length + columns - 1) / columns;
        float width = (room.Width - (columns - 1) * 20) / columns, height = (room.Height - (rows - 1) * 16) / rows;
        for (int i = 0; i < panels.Length; i++)
        {
            SKPoint corner = new(room.Left + i % columns * (width + 20), room.Top + i / columns * (height + 16));
            // A page's heading names its only chart.
            TrainLogPanel panel = panels.Length > 1 ? panels[i] : panels[i] with { Title = "" };
            DrawPanel(page, log, panel, SKRect.Create(corner, new SKSize(width, height)), legendColumns: panels.Length > 1 ? 2 : 3);
        }
    }

    private static void DrawPanel(Sheet page, TrainLog log, TrainLogPanel panel, SKRect rect, int legendColumns)
    {
        using Chart chart = new(panel.Title, "Epoch", panel.Unit);
        foreach (PlotSeries line in panel.Lines) chart.Add(line, marks: line.X.Count <= 60);
        (double low, double high) = panel.Range();
        if (log.Best is { } best)
        {
            chart.Mark(best, panel.ValueToMark(log.Selection, best), $"best epoch {best}", high,
                leftHalf: best - log.First <= log.Last - best);
        }
        chart.Limits(log.First - 0.5, log.Last + 0.5, low, high);
        chart.WholeNumbers();
        chart.Draw(page, rect, legendColumns);
    }
}
