using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.Users.Tokens;

/// <summary>
/// Revoked tokens that have not expired yet, in a file beside the database: when an older database is restored from a backup, they stay
/// revoked. Not thread-safe.
/// </summary>
internal sealed class RevokedTokens
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "revoked-tokens.json";

    private readonly string path;
    private readonly TimeProvider time;
    private Dictionary<string, DateTimeOffset> revoked;

    /// <exception cref="InputException">The file cannot be read.</exception>
    public RevokedTokens(string dataFolder, TimeProvider time)
    {
        (path, this.time) = (Path.Combine(Path.GetFullPath(dataFolder), FileName), time);
        revoked = Read();
    }

    public bool Contains(string id) => revoked.ContainsKey(id);

    /// <summary>Adds tokens; returns when that is on the disk.</summary>
    /// <exception cref="InputException">The disk refuses it; nothing was added.</exception>
    public void Add(IEnumerable<ApiToken> tokens)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, DateTimeOffset> next = revoked.Where(one => one.Value > now).ToDictionary();
        foreach (ApiToken token in tokens) next[token.Id] = token.Expires;
        AtomicFile.WriteText(path, JsonSerializer.Serialize(next));
        revoked = next;
    }

    private Dictionary<string, DateTimeOffset> Read()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllBytes(path)) ?? throw new JsonException()
                : [];
        }
        catch (Exception e) when (e is JsonException || FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read as the list of revoked tokens; restore it, or remove it and revoke on "
                + "the page Users what must not work again", e);
        }
    }
}
