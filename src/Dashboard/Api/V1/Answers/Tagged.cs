using System.Security.Cryptography;
using System.Text.Json;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>Answers with an ETag of all that they say.</summary>
internal static class Tagged
{
    private const int TagBytes = 12;

    /// <summary>A document as an answer.</summary>
    public static IResult Answer<T>(T document)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document, ApiJson.Options);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, TagBytes))}\"";
        return Results.Bytes(body, "application/json; charset=utf-8", entityTag: new(tag));
    }
}
