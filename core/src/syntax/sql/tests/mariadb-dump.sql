/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
--
-- Server version	10.11.6-MariaDB

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;

DROP TABLE IF EXISTS `posts`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `posts` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `doc` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`doc`)),
  `at` datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `u` uuid NOT NULL DEFAULT uuid(),
  `n` int(11) DEFAULT (1 + 1),
  `m` bigint(20) NOT NULL DEFAULT nextval(`app`.`s`),
  `v` int(11) GENERATED ALWAYS AS (`n` + 1) VIRTUAL,
  `p` int(11) GENERATED ALWAYS AS (`n` + 1) STORED,
  `ip` inet6 DEFAULT NULL,
  `h` int(11) INVISIBLE DEFAULT 5,
  PRIMARY KEY (`id`),
  UNIQUE KEY `k` (`u`) USING HASH,
  KEY `i` (`n`) IGNORED,
  CONSTRAINT `posts_ibfk_1` FOREIGN KEY (`n`) REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE NO ACTION,
  CONSTRAINT `c` CHECK (`n` > 0 and `id` <> 7)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci PAGE_CHECKSUM=1 TRANSACTIONAL=0 WITH SYSTEM VERSIONING;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `posts` WRITE;
INSERT INTO `posts` VALUES
(1,'{"a": ";"}'),
(2,'it''s');
UNLOCK TABLES;
-- Dump completed on 2026-01-01
