using System.Text.Json;
using Xunit;

namespace Angioboard.Dashboard.Tests.Configuration;

/// <summary>The built server's memory settings; a misspelt property in the project file would be ignored silently.</summary>
public class MemorySettingsTests
{
    [Fact]
    public void The_server_leaves_memory_to_the_trainers_beside_it()
    {
        using JsonDocument settings =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Angioboard.Dashboard.runtimeconfig.json")));

        JsonElement properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
        Assert.Equal(9, properties.GetProperty("System.GC.ConserveMemory").GetInt32());
    }
}
