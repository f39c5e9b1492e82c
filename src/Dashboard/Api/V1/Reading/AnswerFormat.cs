using Angioboard.Core;
using Angioboard.Dashboard.Api.V1.Answers;
using Microsoft.Net.Http.Headers;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>A form in which an endpoint can answer.</summary>
/// <param name="Name">What the parameter <c>format</c> calls it.</param>
/// <param name="Types">Its media types, the one that it is sent with first.</param>
internal sealed record AnswerFormat(string Name, params string[] Types)
{
    public static AnswerFormat Json { get; } = new("json", "application/json");

    public static AnswerFormat Csv { get; } = new("csv", "text/csv");

    public static AnswerFormat Lines { get; } = new("jsonl", "application/jsonl", "application/x-ndjson", "application/x-jsonlines");

    public static AnswerFormat Parquet { get; } = new("parquet", "application/vnd.apache.parquet", "application/x-parquet");

    /// <summary>The form that a request wants: by its parameter <c>format</c>, else by its header Accept, else the first.</summary>
    /// <exception cref="InputException">The parameter names another one.</exception>
    /// <exception cref="RefusedException">The header allows none of them.</exception>
    public static AnswerFormat Of(HttpRequest request, string? format, params ReadOnlySpan<AnswerFormat> offered)
    {
        AnswerFormat[] all = offered.ToArray();
        string names = string.Join(", ", all.Select(one => one.Name));
        if (format is not null)
            return all.FirstOrDefault(one => one.Name.Equals(format, StringComparison.OrdinalIgnoreCase))
                ?? throw new InputException($"format: there is no format “{format}” here; use one of {names}");
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
            return all[0];
        foreach (MediaTypeHeaderValue wanted in accepted.Where(type => type.Quality != 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (all.FirstOrDefault(one => one.Types.Any(type => new MediaTypeHeaderValue(type).IsSubsetOf(wanted))) is { } found)
                return found;
        }
        throw new RefusedException(StatusCodes.Status406NotAcceptable, $"Accept: none of its types can be sent; ask for format={names}");
    }
}
