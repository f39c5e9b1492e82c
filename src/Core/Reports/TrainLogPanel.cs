using Angioboard.Core.Drawing;

namespace Angioboard.Core.Reports;

/// <summary>One chart of a training log.</summary>
/// <param name="Title">Title.</param>
/// <param name="Unit">The unit, if it has one.</param>
/// <param name="Lines">One per split or quantity.</param>
/// <param name="Keys">The lines' names in the epochs' records.</param>
internal sealed record TrainLogPanel(string Title, string Unit, IReadOnlyList<PlotSeries> Lines, IReadOnlyList<string> Keys)
{
    /// <summary>The selection metric's value, if its line is on this chart.</summary>
    public double? ValueToMark(string selection, int epoch)
    {
        int line = Keys.ToList().IndexOf(selection);
        return line < 0 ? null : Lines[line].Y[Lines[line].X.ToList().IndexOf(epoch)];
    }

    /// <summary>Axis limits around all finite values, with extra space above for the label of the best epoch.</summary>
    public (double Low, double High) Range()
    {
        double[] finite = [.. Lines.SelectMany(line => line.Y).Where(double.IsFinite)];
        if (finite.Length == 0) return (0, 1);
        double low = finite.Min(), high = finite.Max();
        double room = high > low ? (high - low) * 0.06 : Math.Max(Math.Abs(high) * 0.1, 1e-6);
        return (low - room, high + 2.5 * room);
    }
}
