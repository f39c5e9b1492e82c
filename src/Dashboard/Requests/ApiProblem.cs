using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Microsoft.AspNetCore.WebUtilities;

namespace Angioboard.Dashboard.Requests;

/// <summary>Errors as the API reports them: problem details (RFC 9457), never a page.</summary>
internal static class ApiProblem
{
    /// <summary>Where the API begins.</summary>
    public const string Root = "/api/v1";

    private const string ContentType = "application/problem+json";

    /// <summary>Whether a request is to the API.</summary>
    public static bool IsApi(this HttpContext context) => context.Request.Path.StartsWithSegments(Root);

    /// <summary>Refuses a request in one sentence: as problem details to the API, as plain text elsewhere.</summary>
    public static Task RefuseAsync(this HttpContext context, int status, string text)
    {
        if (context.IsApi())
            return WriteAsync(context, status, [text]);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    /// <summary>
    /// Writes a problem. Lines such as <c>epochs: must be 1 or more</c> are also listed under the field that they name.
    /// </summary>
    public static Task WriteAsync(HttpContext context, int status, IReadOnlyList<string> problems)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        // What was meant to be sent instead may have had one.
        response.ContentLength = null;
        response.Headers.CacheControl = "private, no-store";
        JsonObject problem = new()
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = string.Join("\n", problems),
        };
        JsonObject errors = [];
        foreach (string line in problems)
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            string field = colon > 0 && line.AsSpan(0, colon).IndexOfAnyExcept(fieldLetters) < 0 ? line[..colon] : "";
            if (field.Length == 0)
                continue;
            if (errors[field] is not JsonArray texts)
                errors[field] = texts = [];
            texts.Add(line[(colon + 2)..]);
        }
        if (errors.Count > 0)
            problem["errors"] = errors;
        return response.WriteAsync(problem.ToJsonString(JsonText.Unescaped), context.RequestAborted);
    }

    private static readonly System.Buffers.SearchValues<char> fieldLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}
