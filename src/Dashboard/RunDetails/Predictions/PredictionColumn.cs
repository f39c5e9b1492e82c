using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.RunDetails.Predictions;

/// <summary>A column of the table of predictions.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Order">The order that the heading chooses.</param>
/// <param name="Class">The class whose probability it shows, for <see cref="PredictionOrder.Class"/>.</param>
/// <param name="IsNumber">Whether it shows numbers.</param>
internal sealed record PredictionColumn(string Title, string Description, PredictionOrder Order, int Class = 0, bool IsNumber = false)
{
    private const char ClassMark = 'p';

    /// <summary>The order's name in the address: <c>exam</c>, or <c>p2</c> for the probability of class 2.</summary>
    public string Key => Order == PredictionOrder.Class ? $"{ClassMark}{Class}" : $"{Order}".ToLowerInvariant();

    /// <summary>The columns of every run.</summary>
    public static IReadOnlyList<PredictionColumn> Usual { get; } =
    [
        new("Exam", "The exam's name", PredictionOrder.Exam),
        new("True", "The true class", PredictionOrder.True),
        new("Predicted", "The predicted class", PredictionOrder.Predicted),
        new("Probability", "Probability of the predicted class", PredictionOrder.Top, IsNumber: true),
        new("Of true class", "Probability of the true class", PredictionOrder.Truth, IsNumber: true),
        new("Result", "Whether the predicted class is the true one", PredictionOrder.Correct),
    ];

    /// <summary>A column for each class.</summary>
    public static IEnumerable<PredictionColumn> OfClasses(IReadOnlyList<string> classes) =>
        classes.Select((name, c) => new PredictionColumn(name, $"Probability of {name}", PredictionOrder.Class, c, IsNumber: true));

    /// <summary>The order that an address names, with its class; that of the split if it names none.</summary>
    public static (PredictionOrder Order, int Class) Read(string? key)
    {
        string name = key?.TrimStart('-') ?? "";
        if (name.StartsWith(ClassMark) && int.TryParse(name.AsSpan(1), out int c) && c >= 0) return (PredictionOrder.Class, c);
        return (Usual.FirstOrDefault(column => column.Key == name)?.Order ?? PredictionOrder.Split, 0);
    }
}
