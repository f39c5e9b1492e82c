using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>The JSON object in a request's body, whose fields are asked for one by one; all problems are reported together.</summary>
internal sealed class JsonBody
{
    private readonly JsonObject body;
    private readonly List<string> problems = [];

    private JsonBody(JsonObject body, string hash, IReadOnlyList<string> fields)
    {
        (this.body, Hash) = (body, hash);
        foreach (string name in body.Select(field => field.Key).Except(fields))
            problems.Add($"{name}: there is no such field; the fields are {string.Join(", ", fields)}");
    }

    /// <summary>A hash of the body as it was sent.</summary>
    public string Hash { get; }

    /// <summary>Reads a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fields">The fields that there are.</param>
    /// <exception cref="RefusedException">It is not a JSON object.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext context, params IReadOnlyList<string> fields)
    {
        using MemoryStream bytes = new();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        try
        {
            byte[] sent = bytes.ToArray();
            return new JsonBody(JsonText.Parse(sent) as JsonObject ?? throw Bad("is not a JSON object"),
                Convert.ToHexStringLower(SHA256.HashData(sent)), fields);
        }
        catch (JsonException e)
        {
            throw Bad($"cannot be read as JSON: {ErrorWords.Of(e)}");
        }
    }

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => body[name] is not null;

    /// <summary>Whether a field is there, perhaps null.</summary>
    public bool Gives(string name) => body.ContainsKey(name);

    /// <summary>A text; null if it is missing.</summary>
    public string? Text(string name) => Value<string>(name, "a text");

    /// <summary>A whole number; null if it is missing.</summary>
    public int? Number(string name) => Value<int?>(name, "a whole number");

    /// <summary>Texts; null if they are missing.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (body[name] is not { } node) return null;
        if (node is JsonArray list && list.All(entry => entry?.GetValueKind() == JsonValueKind.String))
            return [.. list.Select(entry => entry!.GetValue<string>())];
        problems.Add($"{name}: is not a list of texts");
        return null;
    }

    /// <summary>True or false; null if it is missing.</summary>
    public bool? Flag(string name) => Value<bool?>(name, "true or false");

    /// <summary>Whole numbers; null if they are missing.</summary>
    public IReadOnlyList<long>? Longs(string name) => List<long>(name, "whole numbers");

    /// <summary>Numbers; null if they are missing.</summary>
    public IReadOnlyList<double>? Numbers(string name) => List<double>(name, "numbers");

    /// <summary>Objects; null if they are missing.</summary>
    public IReadOnlyList<JsonObject>? Objects(string name)
    {
        if (body[name] is not { } node) return null;
        if (node is JsonArray list && list.All(entry => entry is JsonObject)) return [.. list.Select(entry => (JsonObject)entry!)];
        problems.Add($"{name}: is not a list of objects");
        return null;
    }

    /// <summary>What a part of the body is read as; its problems are added, and null is returned.</summary>
    public T? Try<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (InputException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    /// <summary>An object; null if it is missing.</summary>
    public JsonObject? Object(string name)
    {
        if (body[name] is not { } node) return null;
        if (node is JsonObject found) return found;
        problems.Add($"{name}: is not an object");
        return null;
    }

    /// <summary>Adds a problem.</summary>
    public void Add(string problem) => problems.Add(problem);

    /// <summary>Reports the problems, if there are any.</summary>
    /// <exception cref="InputException">There are some.</exception>
    public void Require()
    {
        if (problems.Count > 0) throw new InputException([.. problems.Distinct()]);
    }

    private List<T>? List<T>(string name, string kind)
    {
        if (body[name] is not { } node) return null;
        List<T> values = [];
        if (node is JsonArray list)
        {
            foreach (JsonNode? entry in list)
            {
                if (entry is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out T? found))
                    values.Add(found);
            }
            if (values.Count == list.Count) return values;
        }
        problems.Add($"{name}: is not a list of {kind}");
        return null;
    }

    private static RefusedException Bad(string why) => new(StatusCodes.Status400BadRequest, $"The body {why}.");

    private T? Value<T>(string name, string kind)
    {
        if (body[name] is not { } node) return default;
        if (node is JsonValue value && value.TryGetValue(out T? found)) return found;
        problems.Add($"{name}: is not {kind}");
        return default;
    }
}
