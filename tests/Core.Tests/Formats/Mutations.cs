using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Formats;

/// <summary>Damages files at random, mostly in their structure.</summary>
internal static class Mutations
{
    /// <summary>Reads <paramref name="count"/> damaged copies; anything but success or an InputException fails the test.</summary>
    public static void OnlyInputExceptions(byte[] whole, int count, TemporaryFolder scratch, Action<string> read, params int[] structure)
    {
        for (int i = 0; i < count; i++)
        {
            SeededRandom random = new(2026, "damage", i);
            byte[] damaged = Damage(whole, random, structure);
            string path = scratch.File("damaged", damaged);
            using DisposeScope scope = NewDisposeScope();
            try
            {
                read(path);
            }
            catch (InputException refusal)
            {
                Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                Assert.Fail($"damage {i}: {e}");
            }
        }
    }

    private static byte[] Damage(byte[] whole, SeededRandom random, int[] structure)
    {
        if (random.Chance(0.2)) return whole[..random.NextInt(whole.Length)];
        byte[] damaged = [.. whole];
        int changes = 1 + random.NextInt(8);
        for (int change = 0; change < changes; change++)
        {
            int at = random.Chance(0.2) || structure.Length == 0
                ? random.NextInt(random.Chance(0.5) ? Math.Min(4096, whole.Length) : whole.Length)
                : structure[random.NextInt(structure.Length)];
            damaged[at] = random.NextInt(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.NextInt(256) };
        }
        return damaged;
    }
}
