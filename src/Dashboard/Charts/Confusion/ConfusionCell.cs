namespace Angioboard.Dashboard.Charts.Confusion;

/// <summary>A cell of a confusion matrix: the true class (row) and the predicted one (column), by their indexes.</summary>
public sealed record ConfusionCell(int Row, int Column);
