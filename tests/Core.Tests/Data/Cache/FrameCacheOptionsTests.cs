using Angioboard.Core.Data.Cache;

namespace Angioboard.Core.Tests.Data.Cache;

public sealed class FrameCacheOptionsTests
{
    [Theory]
    [InlineData("HOME=/home/ada", "/home/ada/.cache/angioboard/frames")]
    [InlineData("HOME=/home/ada XDG_CACHE_HOME=/scratch/ada", "/scratch/ada/angioboard/frames")]
    [InlineData("XDG_CACHE_HOME=/scratch/ada ANGIOBOARD_CACHE=/fast/frames", "/fast/frames")]
    [InlineData("HOME=/home/ada ANGIOBOARD_CACHE=none", null)]
    public void The_folder_is_in_the_users_cache_unless_the_environment_says_otherwise(string environment, string? folder) =>
        Assert.Equal(folder, From(environment)?.Folder);

    [Theory]
    [InlineData("HOME=/home/ada", null)]
    [InlineData("HOME=/home/ada ANGIOBOARD_CACHE_GB=20", 20_000_000_000L)]
    [InlineData("HOME=/home/ada ANGIOBOARD_CACHE_GB=0.5", 500_000_000L)]
    public void The_limit_is_in_gigabytes(string environment, long? bytes) => Assert.Equal(bytes, From(environment)!.Bytes);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("20GB")]
    public void An_invalid_limit_is_refused(string limit)
    {
        InputException error = Assert.Throws<InputException>(() => From($"HOME=/home/ada ANGIOBOARD_CACHE_GB={limit}"));

        Assert.StartsWith($"ANGIOBOARD_CACHE_GB: {limit} is not a number of gigabytes", error.Message, StringComparison.Ordinal);
    }

    private static FrameCacheOptions? From(string environment)
    {
        Dictionary<string, string> variables = environment.Split(' ').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return FrameCacheOptions.From(name => variables.GetValueOrDefault(name));
    }
}
