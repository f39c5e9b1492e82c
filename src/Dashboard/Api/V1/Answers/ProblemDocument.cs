namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>An error, in the form of RFC 9457.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">The problems, one line each.</param>
/// <param name="Errors">Problems of fields, by the field's name.</param>
internal sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null);
