namespace Angioboard.Core.Drawing.Layouts;

/// <summary>How exams flow from the split file to the figures: boxes below one another that end in the splits beside one another.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Steps">The steps from top to bottom.</param>
/// <param name="Ends">The boxes that the last step leads to.</param>
public sealed record FlowChart(string Title, IReadOnlyList<FlowStep> Steps, IReadOnlyList<FlowBox> Ends);

/// <summary>A step.</summary>
/// <param name="Box">What is there.</param>
/// <param name="LeftOut">What leaves the flow after it; null for nothing.</param>
public sealed record FlowStep(FlowBox Box, FlowBox? LeftOut);

/// <summary>A box.</summary>
/// <param name="Head">Its first line.</param>
/// <param name="Lines">The lines below.</param>
public sealed record FlowBox(string Head, IReadOnlyList<string> Lines);
